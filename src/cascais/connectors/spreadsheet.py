"""Spreadsheets that people upload: bytes and a file name become a workbook of cells, or a refusal that says what to do.

What a file is, is told from its first bytes; its name is only a hint. Nothing is executed, no link is followed.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from cascais.connectors import _limits, _text_tables, _workbooks
from cascais.errors import InputError
from cascais.inventory.intake.problems import refusal
from cascais.inventory.intake.sheets import Workbook
from cascais.text import Message, _, message

LARGEST_FILE = _limits.LARGEST_FILE

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_KINDS_BY_START = (
    (b"%PDF", _("a PDF document")),
    (b"\x89PNG", _("a picture (PNG)")),
    (b"\xff\xd8\xff", _("a picture (JPEG)")),
    (b"GIF8", _("a picture (GIF)")),
    (b"II*\0", _("a picture (TIFF)")),
    (b"MM\0*", _("a picture (TIFF)")),
    (b"{\\rtf", _("a text document (RTF)")),
    (b"\x1f\x8b", _("a packed file (gzip)")),
    (b"7z\xbc\xaf", _("a packed file (7z)")),
    (b"Rar!", _("a packed file (RAR)")),
    (b"SQLite format 3", _("a database (SQLite)")),
)
_KINDS_BY_PART = (
    ("content.xml", _("an OpenDocument file (ODS or ODT)")),
    ("word/document.xml", _("a text document (DOCX)")),
    ("ppt/presentation.xml", _("a presentation (PPTX)")),
    ("xl/workbook.bin", _("a binary workbook (XLSB)")),
    ("Index/Document.iwa", _("a Numbers document")),
)
_HTML = re.compile(rb"\s*(<!doctype html|<html|<table|<head|<body|<meta)", re.I)
_XML = re.compile(rb"\s*<\?xml", re.I)
_AS_XLSX = message(
    "Open it in the spreadsheet program, save it as “Excel workbook (XLSX)” and upload that file."
)


def parse(content: bytes, name: str, encoding: str = "") -> Workbook:
    """Read a spreadsheet from its bytes.

    `encoding` overrides what is told from the bytes of a text file. Raises InputError where the file is too large,
    of another kind, protected by a password, or damaged.

    >>> parse("year;amount\\n2022;1,5".encode(), "energy.csv").sheets[0].cell(2, 2).text
    '1,5'
    """
    _limits.check_file_size(len(content), name)
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise refusal(
            message("The file is empty."),
            file=name,
            next_step=message("Check that you chose the right file; a template can be downloaded."),
        )
    if content.startswith(_ZIP):
        return _from_archive(content, name)
    if content.startswith(_OLE):
        raise _old_or_protected(content, name)
    kind = next((kind for start, kind in _KINDS_BY_START if content.startswith(start)), "")
    if kind:
        raise _another_kind(name, kind)
    if _HTML.match(content) or _XML.match(content):
        raise _another_kind(name, _("a web page or XML saved under the name of a table"), _AS_XLSX)
    return _text_tables.read(content, name, encoding)


def load(path: Path, encoding: str = "") -> Workbook:
    """Read a spreadsheet from a path; one that is too large is refused before it is read."""
    if not path.is_file():
        raise refusal(
            message("There is no such file."),
            file=str(path),
            next_step=message("Check the name and the folder."),
        )
    _limits.check_file_size(path.stat().st_size, path.name)
    return parse(path.read_bytes(), path.name, encoding)


def _from_archive(content: bytes, name: str) -> Workbook:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise _workbooks.damaged(name) from None
    if "xl/workbook.xml" in parts:
        return _workbooks.read(content, name)
    kind = next((kind for part, kind in _KINDS_BY_PART if part in parts), _("a packed file (ZIP)"))
    raise _another_kind(name, kind, _AS_XLSX)


def _old_or_protected(content: bytes, name: str) -> InputError:
    if _ENCRYPTED in content:
        return refusal(
            message("The workbook is protected by a password."),
            file=name,
            next_step=message(
                "Open it with the password, remove the protection, save it and upload it again."
            ),
        )
    return refusal(
        message("This is a workbook in the old XLS format, which is not read."), file=name, next_step=_AS_XLSX
    )


def _another_kind(name: str, kind: str, next_step: Message | None = None) -> InputError:
    return refusal(
        message("The file is no spreadsheet but {kind}.", kind=kind),
        file=name,
        allowed="CSV, XLSX",
        next_step=next_step
        or message("Upload the table itself as CSV or XLSX; a template can be downloaded."),
    )
