"""The charts' library as one script of our own, made from the package that draws charts in documents too."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import vl_convert

from cascais.charts import VEGA_LITE

PATH = Path("vega") / "vega-bundle.js"


def write_bundle(folder: Path) -> bool:
    """Write the script into a folder of static files; tells whether there was anything to do.

    It is wrapped in a function, so that its hundreds of names stay its own.
    """
    path = folder / PATH
    stamp = f"/* vl-convert {version('vl-convert-python')}, Vega-Lite {VEGA_LITE} */"
    if path.is_file() and path.read_text(encoding="utf-8").startswith(stamp):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", VEGA_LITE)
    path.write_text(f"{stamp}\n(function () {{\n{script}\n}})();\n", encoding="utf-8")
    return True
