"""Exports of fictional people, as LinkedIn and spreadsheets write them."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping

import pytest

from informint.contacts import Contacts, read_contacts

NEW = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
NOTE = 'Notes:\n"Some addresses are missing, as few people share theirs, and so on."\n\n'

Export = Callable[..., bytes]
Read = Callable[..., Contacts]
Archive = Callable[[Mapping[str, str | bytes]], bytes]


@pytest.fixture
def export() -> Export:
    """Write a Connections.csv of the rows given, quoted where it has to be."""

    def write(rows: Iterable[Iterable[str]], header: str = NEW, above: str = NOTE) -> bytes:
        out = io.StringIO()
        out.write(above)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
        return out.getvalue().encode("utf-8", "surrogatepass")

    return write


@pytest.fixture
def read() -> Read:
    """Read one upload and check that every row is accounted for."""

    def door(
        data: bytes | str, name: str = "Connections.csv", mapping: Mapping[str, str] | None = None
    ) -> Contacts:
        raw = data.encode() if isinstance(data, str) else data
        found = read_contacts((name, raw), mapping=mapping)
        for file in found.files:
            assert file.rows == file.read + len(file.skipped)
        assert len(found.people) + len(found.merged) == sum(f.read for f in found.files)
        assert len({p.id for p in found.people}) == len(found.people)
        return found

    return door


@pytest.fixture
def archive() -> Archive:
    """Pack members into a .zip."""

    def pack(members: Mapping[str, str | bytes]) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in members.items():
                file.writestr(name, content)
        return out.getvalue()

    return pack
