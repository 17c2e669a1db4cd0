"""A document is what its content says; everything else is refused, whatever it is called."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from cascais.web.register.documents import JPEG, PDF, kind_of, refuse_other_documents, safe_name

PNG_SIGN, JPEG_SIGN = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"


def archive(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        for name, content in entries:
            written.writestr(name, content)
    return buffer.getvalue()


WORD = (("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
OPEN = (("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<o/>"))
HOSTILE = {
    "page.pdf": b"<html><script>alert(1)</script></html>",
    "picture.png": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "late.pdf": b"\n\n%PDF-1.7",
    "program.pdf": b"MZ\x90\x00",
    "macros.docx": archive(*WORD, ("word/vbaProject.bin", b"x")),
    "sheet.docx": archive(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<w/>")),
    "plain.odt": archive(("mimetype", b"text/html"), ("content.xml", b"<o/>")),
    "broken.docx": archive(*WORD)[:60],
    "empty.pdf": b"",
    "text.txt": b"We have resolved.",
}


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7\n", ".pdf"),
        (PNG_SIGN + b"x", ".png"),
        (JPEG_SIGN, ".jpg"),
        (archive(*WORD), ".docx"),
        (archive(*OPEN), ".odt"),
    ],
)
def test_documents_are_known_by_their_content(content, suffix):
    assert kind_of(content).suffix == suffix
    refuse_other_documents(SimpleUploadedFile("whatever.bin", content))


@pytest.mark.parametrize("name", HOSTILE)
def test_everything_else_is_refused(name):
    assert kind_of(HOSTILE[name]) is None
    with pytest.raises(ValidationError, match="no PDF"):
        refuse_other_documents(SimpleUploadedFile(name, HOSTILE[name]))


def test_a_file_that_is_too_large_says_how_large_it_may_be(settings):
    settings.LARGEST_UPLOAD_BYTES = 1024 * 1024
    with pytest.raises(ValidationError, match="at most 1 MB"):
        refuse_other_documents(SimpleUploadedFile("long.pdf", b"%PDF-" + b"x" * 1024 * 1024))


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("Beschluss 12-2024.pdf", PDF, "Beschluss 12-2024.pdf"),
        ("решение.PDF", PDF, "решение.pdf"),
        ("photo.jpeg", JPEG, "photo.jpg"),
        ("resolution.html", PDF, "resolution.html.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\docs\\a.pdf", PDF, "a.pdf"),
        ('a"; x=\r\nb.pdf', PDF, "a_ x_b.pdf"),
        ("....", PDF, "document.pdf"),
        ("", PDF, "document.pdf"),
        ("x" * 400 + ".pdf", PDF, "x" * 120 + ".pdf"),
    ],
)
def test_the_name_that_is_kept_is_harmless(name, kind, kept):
    assert safe_name(name, kind) == kept
