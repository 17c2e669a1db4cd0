"""Stops uploads that are far too large before they are read."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

LARGEST_REQUEST = 64 * 1024 * 1024


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes an upload to a temporary file, and refuses a request whose size alone says no."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *arguments: Any) -> Any:  # noqa: ANN401 – the parent's names
        """Refuse by the length that the request states."""
        if content_length > LARGEST_REQUEST:
            raise RequestDataTooBig(f"The request has {content_length} bytes.")
        return None
