"""Settings come from the environment, and say what is wrong with them."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from cascais.web.environment import MailServer, read_database, read_environment


def test_a_bare_environment_keeps_everything_in_one_folder(tmp_path):
    found = read_environment({"CASCAIS_DATA": str(tmp_path)})
    assert found.database.is_sqlite
    assert found.database.name == str(tmp_path / "cascais.sqlite3")
    assert found.allowed_hosts == ("127.0.0.1", "localhost", "[::1]")
    assert not found.is_debug


def test_the_secret_is_made_once_and_kept_to_oneself(tmp_path):
    first = read_environment({"CASCAIS_DATA": str(tmp_path)}).secret_key
    assert read_environment({"CASCAIS_DATA": str(tmp_path)}).secret_key == first
    assert len(first) > 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_a_postgres_address_is_taken_apart():
    found = read_database("postgres://mari:p%40ss@db.example:5433/cascais")
    assert (found.engine, found.user, found.password) == ("postgresql", "mari", "p@ss")
    assert (found.host, found.port, found.name) == ("db.example", "5433", "cascais")


def test_three_slashes_begin_where_the_site_is_started_and_four_at_the_root(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert read_database("sqlite:///name.sqlite3").name == str(tmp_path / "name.sqlite3")
    assert read_database("sqlite:///var/my%20data.sqlite3").name == str(tmp_path / "var" / "my data.sqlite3")
    assert read_database(f"sqlite:///{tmp_path}/name.sqlite3").name == str(tmp_path / "name.sqlite3")
    assert read_database("sqlite:////srv/cascais.sqlite3").name == "/srv/cascais.sqlite3"


@pytest.mark.parametrize("url", ["sqlite://name.sqlite3", "sqlite:", "sqlite:///"])
def test_an_address_without_a_file_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="relative/file.sqlite3"):
        read_database(url)


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"CASCAIS_SECRET_KEY": "short"}, "needs at least 32"),
        ({"DATABASE_URL": "mysql://x"}, "must look like sqlite:///"),
        ({"CASCAIS_DEBUG": "perhaps"}, "write 1 for yes or 0 for no"),
        ({"CASCAIS_HTTPS": "2"}, "CASCAIS_HTTPS"),
    ],
)
def test_a_wrong_setting_says_what_to_write_instead(tmp_path, variables, words):
    with pytest.raises(ImproperlyConfigured, match=words):
        read_environment({"CASCAIS_DATA": str(tmp_path), **variables})


def test_all_wrong_settings_are_said_at_once(tmp_path):
    wrong = {
        "CASCAIS_DEBUG": "perhaps",
        "CASCAIS_TIME_ZONE": "Europe/Atlantis",
        "CASCAIS_LANGUAGE": "tlh",
        "CASCAIS_EMAIL_URL": "mail.example",
        "CASCAIS_EMAIL_FROM": "nobody",
        "CASCAIS_LOG_LEVEL": "loud",
        "CASCAIS_ALLOWED_HOSTS": "https://town.example/",
        "DATABASE_URL": "postgres://mari:secret@db:port/name",
    }
    with pytest.raises(ImproperlyConfigured) as refused:
        read_environment({"CASCAIS_DATA": str(tmp_path), **wrong})
    lines = str(refused.value).splitlines()
    assert len(lines) == len(wrong)
    assert all(any(line.startswith(name) for line in lines) for name in wrong)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("console:", MailServer()),
        ("smtp://127.0.0.1", MailServer("127.0.0.1", 25)),
        (
            "smtp+tls://mari:p%40ss@mail.example",
            MailServer("mail.example", 587, "mari", "p@ss", starts_tls=True),
        ),
        ("smtps://mail.example:4650", MailServer("mail.example", 4650, is_tls=True)),
    ],
)
def test_a_mail_server_is_taken_apart(tmp_path, url, expected):
    assert read_environment({"CASCAIS_DATA": str(tmp_path), "CASCAIS_EMAIL_URL": url}).mail_server == expected


def test_the_password_of_a_mail_server_is_in_no_message(tmp_path):
    url = "pop3://mari:secret@mail.example"
    with pytest.raises(ImproperlyConfigured, match="smtp://") as refused:
        read_environment({"CASCAIS_DATA": str(tmp_path), "CASCAIS_EMAIL_URL": url})
    assert "secret" not in str(refused.value)
