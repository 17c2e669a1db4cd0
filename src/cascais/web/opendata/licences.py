"""Licences under which a site may publish its data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as data packages and catalogues name it."""

    key: str
    title: str
    url: str


LICENCES = {
    licence.key: licence
    for licence in (
        Licence(
            "CC-BY-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"
        ),
        Licence("CC0-1.0", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        Licence(
            "CC-BY-SA-4.0",
            "Creative Commons Attribution-ShareAlike 4.0",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        Licence("ODbL-1.0", "Open Database License 1.0", "https://opendatacommons.org/licenses/odbl/1-0/"),
        Licence(
            "ODC-By-1.0",
            "Open Data Commons Attribution 1.0",
            "https://opendatacommons.org/licenses/by/1-0/",
        ),
        Licence(
            "DL-DE-BY-2.0", "Data licence Germany, attribution 2.0", "https://www.govdata.de/dl-de/by-2-0"
        ),
    )
}
DEFAULT = "CC-BY-4.0"
