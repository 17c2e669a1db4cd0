"""The languages of the site: English, in which the texts are written, and every language that has a catalogue."""

from __future__ import annotations

from pathlib import Path

from django.conf.locale import LANG_INFO


def offered_languages(folder: Path) -> list[tuple[str, str]]:
    """The code of each language and what it calls itself, English first."""
    codes = sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/django.po"))
    return [(code, LANG_INFO[code]["name_local"].capitalize()) for code in ("en", *codes)]
