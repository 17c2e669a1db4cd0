"""Reads comma-, semicolon- or tab-separated text of any usual encoding, and says which encoding was assumed."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from cascais.connectors import _limits
from cascais.errors import InputError, Problem
from cascais.inventory.intake.problems import problem, refusal
from cascais.inventory.intake.sheets import Cell, CellKind, Sheet, Workbook
from cascais.text import message

DELIMITERS = (",", ";", "\t", "|")
LOOKED_AT = 200  # lines from which the delimiter is told
SINGLE_BYTE = ("cp1250", "cp1252", "cp1257", "iso-8859-2", "iso-8859-13", "iso-8859-15", "cp1251")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Letters beyond a to z of each language: a text is likely in an encoding in which its letters belong to one language.
_ALPHABETS = {
    "et": "õäöüšž",
    "lv": "āčēģīķļņšūž",
    "lt": "ąčęėįšųūž",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "hu": "áéíóöőúüű",
    "sl": "čšžćđ",
    "ro": "ăâîșțşţ",
    "de": "äöüß",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "es": "áéíñóúü",
    "it": "àèéìòù",
    "pt": "ãáàâçéêíóôõú",
    "sv": "åäöé",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
_SYMBOLS = frozenset("€£§°²³µ·×÷±–—‘’“”„…«»\u00a0%‰")
# “ciep³o” is “ciepło” in a wrong encoding; a symbol at the end of a word, as in “m³”, is none.
_SYMBOL_IN_WORD = re.compile(r"[^\W\d][²³±µ·×÷°§£€¼½¾][^\W\d]")


@dataclass(frozen=True, slots=True)
class DecodedText:
    """A text, the encoding it was read in, and whether that was assumed rather than certain."""

    text: str
    encoding: str
    is_assumed: bool = False


def decode(content: bytes, name: str, encoding: str = "") -> DecodedText:
    """Turn bytes into text: by byte order mark, then as UTF-8, then in the encoding whose letters fit one language."""
    if encoding:
        return DecodedText(_decode_as(content, encoding, name), encoding)
    for mark, of_mark in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return DecodedText(_decode_as(content, of_mark, name), of_mark)
    if b"\0" in content:
        return _decode_with_nul(content, name)
    try:
        return DecodedText(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _best_single_byte(content, name)


def _decode_as(content: bytes, encoding: str, name: str) -> str:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError):
        raise refusal(
            message("The file is not text in the encoding {encoding}.", encoding=encoding),
            file=name,
            next_step=message("Save it as “CSV UTF-8” or as XLSX and upload it again."),
        ) from None


def _decode_with_nul(content: bytes, name: str) -> DecodedText:
    for encoding, offset in (("utf-16-le", 1), ("utf-16-be", 0)):
        high_bytes = content[offset::2]
        if len(content) % 2 == 0 and high_bytes.count(0) * 2 > len(high_bytes):
            return DecodedText(_decode_as(content, encoding, name), encoding, is_assumed=True)
    raise refusal(
        message("The file holds NUL bytes: it is damaged, or it is no text file."),
        file=name,
        next_step=message(
            "Open it in the spreadsheet program, save it as XLSX or “CSV UTF-8”, and upload it again."
        ),
    )


def _best_single_byte(content: bytes, name: str) -> DecodedText:
    candidates = []
    for encoding in SINGLE_BYTE:
        try:
            candidates.append((encoding, content.decode(encoding)))
        except UnicodeDecodeError:
            continue
    if not candidates:
        raise refusal(
            message("The encoding of the text cannot be told."),
            file=name,
            next_step=message("Save it as “CSV UTF-8” or as XLSX and upload it again."),
        )
    # min() keeps the first of equals, so that the same bytes are always read in the same way.
    encoding, text = min(candidates, key=lambda candidate: _misfit(candidate[1]))
    return DecodedText(text, encoding, is_assumed=True)


def _misfit(text: str) -> int:
    """How many characters beyond ASCII do not belong to the one language that fits best; strays count double."""
    beyond = Counter(character.lower() for character in text if ord(character) > 127)
    letters = {character: count for character, count in beyond.items() if character.isalpha()}
    strays = sum(
        count for character, count in beyond.items() if not character.isalpha() and character not in _SYMBOLS
    )
    mixed = _mixed_scripts(text) + len(_SYMBOL_IN_WORD.findall(text))
    strangers = min(
        sum(count for character, count in letters.items() if character not in alphabet)
        for alphabet in _ALPHABETS.values()
    )
    return strangers + 2 * strays + 2 * mixed


def _mixed_scripts(text: str) -> int:
    """Places where a Cyrillic letter touches a Latin one: no word does that."""
    return sum(
        ("\u0400" <= first <= "\u04ff" and second.isascii() and second.isalpha())
        or ("\u0400" <= second <= "\u04ff" and first.isascii() and first.isalpha())
        for first, second in zip(text, text[1:], strict=False)
    )


def read(content: bytes, name: str, encoding: str = "") -> Workbook:
    """Read a text table into a workbook of one sheet."""
    decoded = decode(content, name, encoding)
    text = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        return read(text.encode(), name)  # refused there, with the same message
    first, _, rest = text.partition("\n")
    declared = first.strip().lower().startswith("sep=") and len(first.strip()) == 5
    delimiter = first.strip()[-1] if declared else _delimiter(text)
    records = _records(rest if declared else text, delimiter, name)
    rows = _cells(records, first_row=2 if declared else 1, name=name)
    if declared:
        rows = ((), *rows)
    sheet = Sheet(rows, file=name, encoding=decoded.encoding, delimiter=delimiter)
    return Workbook((sheet,), name, _notes(decoded, name))


def _notes(decoded: DecodedText, name: str) -> tuple[Problem, ...]:
    if not decoded.is_assumed:
        return ()
    words = [word for word in decoded.text.replace(";", " ").replace(",", " ").split() if not word.isascii()]
    return (
        problem(
            message("The file does not say its encoding; {encoding} was assumed.", encoding=decoded.encoding),
            file=name,
            value=words[0] if words else "",
            next_step=message("If this word looks wrong, save the file as “CSV UTF-8” and upload it again."),
        ),
    )


def _delimiter(text: str) -> str:
    """The delimiter with which most lines have the same number of fields, more fields breaking a tie."""
    lines = [line for line in text.split("\n", LOOKED_AT)[:LOOKED_AT] if line.strip()]
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        counts = Counter(_field_count(line, delimiter) for line in lines)
        counts.pop(1, None)
        if counts:
            fields, lines_with = max(counts.items(), key=lambda item: (item[1], item[0]))
            score = (round(lines_with / len(lines), 1), fields)
            if score > best_score:
                best, best_score = delimiter, score
    return best


def _field_count(line: str, delimiter: str) -> int:
    outside_quotes = "".join(line.split('"')[::2])
    return outside_quotes.count(delimiter) + 1


def _records(text: str, delimiter: str, name: str) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[list[str]] = []
    cells = 0
    try:
        for record in reader:
            cells += len(record)
            if cells > _limits.MOST_CELLS:
                raise _limits.too_many_cells(name)
            records.append(record)
    except csv.Error as error:
        raise _broken_quotes(name, len(records) + 1, str(error)) from None
    return records


def _broken_quotes(name: str, row: int, reason: str) -> InputError:
    return refusal(
        message(
            "The row cannot be split into cells ({reason}): a quotation mark is missing or stray.",
            reason=reason,
        ),
        file=name,
        row=row,
        next_step=message("Remove or double the quotation marks in this row, or save the table as XLSX."),
    )


def _cells(records: list[list[str]], first_row: int, name: str) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(
            Cell(value or None, CellKind.TEXT if value.strip() else CellKind.BLANK, row, column)
            for column, value in enumerate(record, start=1)
        )
        for row, record in enumerate(records, start=first_row)
    )
