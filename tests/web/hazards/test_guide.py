"""The guide to the indices is made from their collection, and is as it is today."""

from __future__ import annotations

import hashlib
import importlib.util
import tomllib
from pathlib import Path

from cascais.hazards.indices import CLIMATE_INDICES

REPOSITORY = Path(__file__).resolve().parents[3]


def test_the_guide_to_the_indices_is_current():
    spec = importlib.util.spec_from_file_location("writer", REPOSITORY / "tools" / "write_climate_indices.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (REPOSITORY / "docs" / "hazards" / "indices.md").read_text(encoding="utf-8")
    assert written == module.guide(), "Run python tools/write_climate_indices.py."
    assert all(f"`{key}`" in written for key in CLIMATE_INDICES)


def test_the_shipped_files_are_those_that_the_record_names():
    folder = REPOSITORY / "src" / "cascais" / "web" / "demonstration" / "climate"
    about = tomllib.loads((folder / "climate.toml").read_text(encoding="utf-8"))
    for name in ("results", "summary"):
        content = (folder / f"{name}.parquet").read_bytes()
        assert hashlib.sha256(content).hexdigest() == about[f"{name}_sha256"]
        assert len(content) < 300_000
