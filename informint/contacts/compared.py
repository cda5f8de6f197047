"""What of a person is compared with others: names, organisation, addresses, in one spelling."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from informint.contacts.companies import organisation
from informint.contacts.identity import is_linkedin, url_key, words_of
from informint.contacts.spelling import Called, called
from informint.model import Person

_HOST_SHARE = 0.6  # of the entries with an address at a host, to make it one organisation's
_BETWEEN = re.compile(r"[._-]+")


class Compared(NamedTuple):
    """A person as compared.

    ``mailed`` are names that their e-mail addresses spell; ``linkedin`` and ``page`` the key of
    their profile there, or else of their web address.
    """

    called: Called
    mailed: tuple[Called, ...]
    linkedin: str
    page: str
    company: str
    position: str
    emails: frozenset[str]
    day: date | None


def compared(person: Person, emails: Iterable[str]) -> Compared:
    """Return a person as compared, with further e-mail addresses of theirs."""
    key = url_key(person.profile_url) if person.profile_url else ""
    member = is_linkedin(key)
    addresses = frozenset(e.casefold() for e in (person.email, *emails) if e)
    return Compared(
        called=called(person),
        mailed=tuple(name for e in sorted(addresses) for name in _spelled(e)),
        linkedin=key if member else "",
        page="" if member else key,
        company=organisation(person.company) if person.company else "",
        position=" ".join(words_of(person.position)) if person.position else "",
        emails=addresses,
        day=person.connected_on,
    )


def _spelled(email: str) -> Iterator[Called]:
    """Yield the names that an address such as ``ann.lee2@...`` may spell."""
    words = _BETWEEN.split(email.partition("@")[0].rstrip("0123456789"))
    if len(words) == 2 and min(map(len, words)) > 1:  # noqa: PLR2004  (a given and a family name)
        yield Called(words[0], (), words[1], ())
        yield Called(words[1], (), words[0], ())


def organisations_of(entries: Sequence[Compared]) -> list[frozenset[str]]:
    """Return for each entry the organisations that its company and its addresses name.

    Whose a host is, its name tells, or else the entries that have both a company and an address
    there; what many share (a provider of mail) is nobody's.
    """
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for e in entries:
        for email in e.emails:
            seen[_host(email)][e.company] += 1
    labels = _by_label({e.company for e in entries if e.company})
    whose: dict[str, str] = {}
    for host, companies in seen.items():
        companies.pop("", None)
        company, most = next(iter(companies.most_common(1)), ("", 0))
        if spelled := labels.get(host.partition(".")[0].replace("-", "")):
            whose[host] = spelled
        elif most > 1 and most >= _HOST_SHARE * companies.total():
            whose[host] = company
    return [
        frozenset(filter(None, (e.company, *(whose.get(_host(m), "") for m in e.emails))))
        for e in entries
    ]


def _host(email: str) -> str:
    return email.rpartition("@")[2]


def _by_label(companies: Iterable[str]) -> dict[str, str]:
    """Return which company a host's first part may be: its whole name, or its own first word."""
    first = Counter(company.partition(" ")[0] for company in companies)
    found = {w: c for c in companies if first[w := c.partition(" ")[0]] == 1}
    return found | {c.replace(" ", ""): c for c in companies}
