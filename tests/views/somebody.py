"""A person for tests."""

from datetime import date

from informint.model import Person


def somebody(number: int, **fields: object) -> Person:
    given = {
        "name": f"Nora Haldane {'I' * number}",
        "position": "Curator",
        "company": "Fern Museum",
    } | fields
    return Person(id=f"{number:016x}", connected_on=date(2024, 1, 5), **given)
