"""The wheel carries the data, pages and catalogues, and asks for the site's libraries only as an extra."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
SHIPPED = {".py", ".toml", ".csv", ".json", ".geojson", ".html", ".css", ".js", ".svg", ".po"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (path,) = folder.glob("cascais-*.whl")
    return zipfile.ZipFile(path)


def test_wheel_carries_every_file_of_the_package(wheel: zipfile.ZipFile) -> None:
    source = REPOSITORY / "src"
    files = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.suffix in SHIPPED}
    assert len(files) > 50
    assert files - set(wheel.namelist()) == set()


def test_science_asks_for_nothing_of_the_site(wheel: zipfile.ZipFile) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    requirements = Parser().parsestr(wheel.read(name).decode()).get_all("Requires-Dist", [])
    always = {requirement.split(">")[0].lower() for requirement in requirements if "extra" not in requirement}
    assert always == {
        "numpy",
        "globalwarmingpotentials",
        "openpyxl",
        "typer",
        "rich",
        "anyascii",
        "rapidfuzz",
    }
    assert any(
        requirement.lower().startswith("django") and "extra == 'web'" in requirement
        for requirement in requirements
    )
