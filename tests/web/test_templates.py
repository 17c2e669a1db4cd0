"""Templates keep to the policy: nothing inline, nothing from another host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import cascais.web

WEB = Path(cascais.web.__file__).parent
TEMPLATES = sorted(WEB.rglob("templates/**/*.html"))
FORBIDDEN = {
    "an inline style": re.compile(r"<style|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.I),
    "an event handler": re.compile(r"\son[a-z]+\s*=\s*[\"']", re.I),
    "a javascript address": re.compile(r"javascript:", re.I),
    "a file from another host": re.compile(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//(?!doi\.org)", re.I),
}


def test_templates_were_found():
    assert len(TEMPLATES) > 15


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_a_template_holds_nothing_inline(path):
    text = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"))
    found = [what for what, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert not found, f"{path.name} holds {', '.join(found)}"


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_a_form_that_changes_something_carries_its_token(path):
    text = path.read_text(encoding="utf-8")
    posts = re.findall(r"<form[^>]*method=\"post\".*?</form>", text, re.S)
    assert all("{% csrf_token %}" in form for form in posts)
