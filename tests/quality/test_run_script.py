"""The run script starts with the standard library alone, skips what is done and checks what it fetches."""

from __future__ import annotations

import ast
import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
WHEEL = b"the content of a wheel"
WHEEL_NAME = "pip-99.0-py3-none-any.whl"
INDEX_PAGE = f'<html><body><a href="/files/{WHEEL_NAME}#sha256=0">{WHEEL_NAME}</a></body></html>'.encode()


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    # A cached run.cpython-311.pyc beside the script would be litter.
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("run_script", str(REPOSITORY / "run"))
    module = module_from_spec(spec_from_loader("run_script", loader))
    loader.exec_module(module)
    return module


@pytest.fixture
def index() -> Iterator[str]:
    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(INDEX_PAGE if self.path == "/simple/pip/" else WHEEL)

        def log_message(self, *_: object) -> None:
            """Say nothing: the test reads no log."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/simple"
    server.shutdown()
    thread.join()
    server.server_close()


def test_script_imports_only_the_standard_library() -> None:
    tree = ast.parse((REPOSITORY / "run").read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert "subprocess" in imported
    assert {name.partition(".")[0] for name in imported} <= sys.stdlib_module_names


def test_help_names_every_command() -> None:
    answer = subprocess.run([sys.executable, "run", "help"], cwd=REPOSITORY, capture_output=True, check=True)
    assert all(f"run {name}" in answer.stdout.decode() for name in ("serve", "test", "lint", "bench", "lock"))


def test_unknown_command_says_what_there_is() -> None:
    answer = subprocess.run([sys.executable, "run", "srve"], cwd=REPOSITORY, capture_output=True, check=False)
    assert answer.returncode == 2
    assert "serve" in answer.stderr.decode()


def test_stamp_holds_until_the_lock_changes(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock_file, stamp = tmp_path / "run.lock", tmp_path / "stamp"
    lock_file.write_text("django==5.2 --hash=sha256:0", encoding="utf-8")
    monkeypatch.setattr(script, "PYTHON", Path(sys.executable))
    assert not script.has_stamp(stamp, lock_file)
    stamp.write_text(script.digest(lock_file), encoding="utf-8")
    assert script.has_stamp(stamp, lock_file)
    lock_file.write_text("django==5.3 --hash=sha256:0", encoding="utf-8")
    assert not script.has_stamp(stamp, lock_file)


def test_environment_of_a_removed_interpreter_is_not_taken_for_whole(
    script: ModuleType, tmp_path: Path
) -> None:
    assert script.works(Path(sys.executable))
    assert not script.works(tmp_path / "python")


def test_all_stages_run_and_one_failure_fails_the_whole(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script, "SCRIPTS", Path(sys.executable).parent)
    python = Path(sys.executable).name
    stages = [(f"ends with {status}", [python, "-c", f"raise SystemExit({status})"]) for status in (3, 77, 0)]
    assert script.run_stages(stages) == 1
    summary = capsys.readouterr().out.split("summary")[1]
    assert [word in summary for word in ("FAILED (status 3)", "skipped", "passed")] == [True, True, True]
    assert script.run_stages(stages[1:]) == 0


def test_fetched_pip_is_checked_against_its_hash(
    script: ModuleType, index: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = tmp_path / "pip.lock"
    monkeypatch.setattr(script, "PIP_LOCK", lock)
    monkeypatch.setenv("PIP_INDEX_URL", index)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    lock.write_text(f"99.0 sha256:{hashlib.sha256(WHEEL).hexdigest()}\n", encoding="utf-8")
    assert script.downloaded_pip(tmp_path).read_bytes() == WHEEL
    lock.write_text(f"99.0 sha256:{'0' * 64}\n", encoding="utf-8")
    with pytest.raises(OSError, match="not the one in"):
        script.downloaded_pip(tmp_path)
    lock.write_text("98.0 sha256:0\n", encoding="utf-8")
    with pytest.raises(OSError, match="does not offer"):
        script.downloaded_pip(tmp_path)
