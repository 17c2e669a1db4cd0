"""Stops uploads that are far too large before they are read, and those of people who may upload nothing; says which imports
are stored at once."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler

LARGEST_REQUEST = 64 * 1024 * 1024
"""Above what a file may have, so that the page can say by how much it is too large."""
MOST_LINES_AT_ONCE = 1_000
"""Lines up to which an import is stored while its person waits. Reading, computing and storing 1 000 lines take about one
second on two cores, 2 000 take 1.5 s and the largest import of 10 000 takes 9 s, in which a process of the server answers
fewer others and SQLite lets nobody else write. Beyond this a worker stores it."""


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file, and refuses a request whose size alone says no."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *arguments: Any) -> Any:  # noqa: ANN401 – the parent's names
        """Refuse by the length that the request states."""
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig(f"The request has {content_length} bytes.")
        return None

    def new_file(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 – as in the parent
        """Let a visitor's file pass by: no page takes one from somebody who is not signed in."""
        if self.request is None or not self.request.user.is_authenticated:
            raise SkipFile
        super().new_file(*arguments, **named)
