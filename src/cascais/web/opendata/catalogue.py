"""The record by which data portals find the data: DCAT-AP as JSON-LD and as Turtle, from the same statements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cascais.web.opendata.columns import DataSet
from cascais.web.opendata.data_sets import DATA_SETS
from cascais.web.opendata.package import licence
from cascais.web.opendata.writing import FORMS, Form

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
IANA = "https://www.iana.org/assignments/media-types"
LANGUAGES = {"en": "ENG", "et": "EST"}
THEMES = ("ENVI", "ENER")


@dataclass(frozen=True, slots=True)
class Address:
    """A thing that an address names."""

    url: str


@dataclass(frozen=True, slots=True)
class Words:
    """A text in a language."""

    text: str
    language: str


Thing = Address | Words
Statement = tuple[str, str, Thing]
"""Subject (an address), predicate (with its prefix), object."""


def statements(root: str) -> Iterator[Statement]:
    """Everything that is said of the catalogue; `root` is the absolute address of the open-data page."""
    catalogue, publisher = f"{root}#catalogue", f"{root}#publisher"
    language = get_language() or "en"

    def words(text: object) -> Words:
        return Words(str(text), language)

    yield catalogue, "rdf:type", Address("dcat:Catalog")
    yield catalogue, "dct:title", words(_("Open climate data of municipalities"))
    yield (
        catalogue,
        "dct:description",
        words(_("Members, resolutions, targets and published inventories with their factors.")),
    )
    yield catalogue, "dct:publisher", Address(publisher)
    yield catalogue, "dct:license", Address(licence().url)
    yield catalogue, "foaf:homepage", Address(root)
    yield catalogue, "dct:language", Address(f"{AUTHORITY}/language/{LANGUAGES.get(language, 'ENG')}")
    yield publisher, "rdf:type", Address("foaf:Agent")
    yield publisher, "foaf:name", words("Cascais")
    for data_set in DATA_SETS.values():
        yield catalogue, "dcat:dataset", Address(f"{root}#{data_set.key}")
        yield from _of_data_set(root, data_set, words(data_set.title), words(data_set.about))


def _of_data_set(root: str, data_set: DataSet, title: Words, about: Words) -> Iterator[Statement]:
    subject = f"{root}#{data_set.key}"
    yield subject, "rdf:type", Address("dcat:Dataset")
    yield subject, "dct:title", title
    yield subject, "dct:description", about
    yield subject, "dct:publisher", Address(f"{root}#publisher")
    yield subject, "dct:identifier", Words(subject, "")
    yield subject, "dcat:landingPage", Address(root)
    yield subject, "dct:accessRights", Address(f"{AUTHORITY}/access-right/PUBLIC")
    for theme in THEMES:
        yield subject, "dcat:theme", Address(f"{AUTHORITY}/data-theme/{theme}")
    for form in FORMS.values():
        file = f"{root}{data_set.key}.{form.key}"
        yield subject, "dcat:distribution", Address(f"{subject}-{form.key}")
        yield from _of_distribution(f"{subject}-{form.key}", file, form, title)


def _of_distribution(subject: str, file: str, form: Form, title: Words) -> Iterator[Statement]:
    yield subject, "rdf:type", Address("dcat:Distribution")
    yield subject, "dct:title", Words(f"{title.text} ({form.title})", title.language)
    yield subject, "dcat:accessURL", Address(file)
    yield subject, "dcat:downloadURL", Address(file)
    yield subject, "dcat:mediaType", Address(f"{IANA}/{form.media_type}")
    yield subject, "dct:format", Address(f"{AUTHORITY}/file-type/{form.file_type}")
    yield subject, "dct:license", Address(licence().url)


def as_turtle(root: str) -> str:
    """The statements as Turtle, subject by subject."""
    lines = [f"@prefix {prefix}: <{url}> ." for prefix, url in PREFIXES.items()]
    for subject, predicate, thing in statements(root):
        lines.append(f"<{subject}> {predicate} {_turtle(thing)} .")
    return "\n".join(lines) + "\n"


def as_json_ld(root: str) -> dict[str, Any]:
    """The statements as JSON-LD, one object for each subject."""
    nodes: dict[str, dict[str, Any]] = {}
    for subject, predicate, thing in statements(root):
        node = nodes.setdefault(subject, {"@id": subject})
        if predicate == "rdf:type" and isinstance(thing, Address):
            node["@type"] = thing.url
        else:
            node.setdefault(predicate, []).append(_json_ld(thing))
    return {"@context": PREFIXES, "@graph": list(nodes.values())}


def _turtle(thing: Thing) -> str:
    if isinstance(thing, Words):
        text = json.dumps(thing.text, ensure_ascii=False)
        return f"{text}@{thing.language}" if thing.language else text
    is_short = thing.url.partition(":")[0] in PREFIXES
    return thing.url if is_short else f"<{thing.url}>"


def _json_ld(thing: Thing) -> dict[str, str]:
    if isinstance(thing, Words):
        return {"@value": thing.text, **({"@language": thing.language} if thing.language else {})}
    return {"@id": thing.url}
