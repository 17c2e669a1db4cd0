"""Server time of every public page of the demonstration, with the number of its queries.

The limit: a page is answered within 150 ms, which a person does not notice as waiting. Each page is asked for once to
warm up and then five times; the best is taken.

    python bench/pages.py [folder for the demonstration's database]
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

LIMIT_MS = 150.0
REPEATS = 5


def addresses(member: object, frameworks: list[str]) -> list[str]:
    base = f"/members/{member.slug}/"
    rooms = ["", "inventories/", "inventories/compare/", "targets/", "about/"]
    for row in member.inventories.filter(superseded_at=None, is_published=True):
        parts = ["", "explanation/", *(f"frameworks/{key}/" for key in frameworks)]
        rooms += [f"inventories/{row.year}/{part}" for part in parts]
    return [base + room for room in rooms]


def best_ms(client: object, address: str) -> float:
    client.get(address)
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        answer = client.get(address)
        times.append((time.perf_counter() - start) * 1000)
        assert answer.status_code in (200, 302), (address, answer.status_code)
    return min(times)


def main() -> None:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp())
    os.environ.setdefault("CASCAIS_DATA", str(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cascais.web.settings")
    from cascais.web.demonstration.__main__ import main as demonstration  # noqa: PLC0415 – needs the settings first

    demonstration(["--prepare"])
    import django  # noqa: PLC0415 – as above

    django.setup()  # a demonstration that is prepared already does not need it
    from django.test import Client  # noqa: PLC0415 – as above

    from cascais.inventory.frameworks import FRAMEWORKS  # noqa: PLC0415 – as above
    from cascais.web.members.models import Member  # noqa: PLC0415 – as above

    client = Client(headers={"host": "127.0.0.1"})
    pages = ["/", "/members/", "/tables/", "/about-the-data/", "/glossary/"]
    for member in Member.objects.all():
        pages += addresses(member, list(FRAMEWORKS))
    times = sorted((best_ms(client, page), page) for page in pages)
    median = times[len(times) // 2][0]
    print(
        f"{len(times)} pages: median {median:.0f} ms, {median / LIMIT_MS:.2f} of the limit of {LIMIT_MS:.0f} ms"
    )
    for milliseconds, page in reversed(times[-5:]):
        print(f"  {milliseconds:6.0f} ms  {milliseconds / LIMIT_MS:5.2f} of the limit  {page}")


if __name__ == "__main__":
    main()
