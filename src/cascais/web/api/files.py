"""Hands out stored files so that a browser saves them instead of running what is in them."""

from __future__ import annotations

import io

from django.http import FileResponse, Http404

from cascais.web.inventories.models import StoredFile

BINARY = {
    "responses": {
        200: {
            "description": "The document as it was uploaded",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}
"""What the OpenAPI document says of an operation that answers with a file."""


def stored_file(file: StoredFile | None) -> FileResponse:
    """A file exactly as it was uploaded; raises Http404 where there is none."""
    if file is None:
        raise Http404
    answer = FileResponse(
        io.BytesIO(bytes(file.content)),
        as_attachment=True,
        filename=file.name,
        content_type="application/octet-stream",
    )
    answer.headers["ETag"] = f'"{file.sha256}"'
    return answer
