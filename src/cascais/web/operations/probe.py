"""Asks the site of this machine whether it is ready: the health check of the container."""

from __future__ import annotations

import sys
import urllib.request

URL = "http://127.0.0.1:{port}/health/ready"
PORT = 8000
SECONDS = 4


def is_ready(port: int = PORT) -> bool:
    """Whether the site answers that it is ready."""
    try:
        with urllib.request.urlopen(URL.format(port=port), timeout=SECONDS) as answer:  # noqa: S310 – our own address
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if is_ready() else 1)
