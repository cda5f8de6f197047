"""Who is who: the keys by which two rows are one person, and the id that stands for them.

An id is 16 hexadecimal digits of BLAKE2b (64 bits: among 30,000 people a chance of one in 40
billion that two share one) over the first of these that a person has:

1. the profile URL, normalised by ``url_key``;
2. the e-mail address, in lower case;
3. name and company, in lower case without accents, punctuation and legal forms ("Inc.").

So the same export read again next month gives the same ids, on any machine. An id names nobody,
but it is no secret either: whoever already has a person's URL or address can compute it and look
for it. Treat ids in a shared file as pseudonyms.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from urllib.parse import unquote

from informint.contacts.names import name_of_whole

# Nearly every address in an export, and ten times as fast as taking one apart.
_USUAL = re.compile(r"https://www\.linkedin\.com/in/([a-z0-9-]+)/?")
_URL = re.compile(
    r"(?:https?:)?/*(?P<host>[^/?#]+)(?P<path>[^?#]*)(?P<query>\?[^#]*)?", re.IGNORECASE
)
_MEMBER = re.compile(r"(?:/mwlite)?(?P<whole>/(?:in|pub)/(?P<slug>[^/]+).*)", re.DOTALL)
_WORDS = re.compile(r"[^\W_]+")
_LEGAL_FORMS = {"inc", "incorporated", "llc", "llp", "ltd", "limited", "gmbh", "ag", "corp", "co"}
_LEGAL_FORMS |= {"plc", "bv", "nv", "sa"}


def person_id(name: str, company: str = "", email: str = "", profile_url: str = "") -> str:
    """Return the id of whoever has this profile URL, else e-mail, else name and company.

    Args:
        name: as written; only its words count, in any order, without titles and degrees.
        company: as written.
        email: one address, or ``""``.
        profile_url: an ``http(s)`` address, or ``""``; one that names no person (a bare host,
            a company's page) does not count.
    """
    return contact_id(email, profile_url) or name_id(name_key(name), company)


def contact_id(email: str, profile_url: str) -> str:
    """Return the id of whoever has this profile URL, else e-mail address, else ``""``."""
    if key := url_key(profile_url):
        return digest("url", key)
    return digest("email", email.casefold()) if email else ""


def name_id(key: str, company: str) -> str:
    """Return the id of whoever is only known by name (its ``name_key``) and company."""
    return digest("name", key, company_key(company))


def digest(*parts: str) -> str:
    """Return 16 hexadecimal digits that stand for the parts."""
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def url_key(url: str) -> str:
    """Return what is the same for every way of writing one profile's address, or ``""``.

    Scheme, ``www``, case, percent-encoding, a slash at the end, query and fragment do not matter;
    on LinkedIn neither do its country hosts (``de.linkedin.com``) nor a language at the end.
    Elsewhere the query stays: it may be what names the person.
    """
    usual = _USUAL.fullmatch(url.lower())
    if usual:
        return f"linkedin.com/in/{usual[1]}"
    found = _URL.match(url)
    if not found:
        return ""
    host = found["host"].lower().removeprefix("www.")
    path = found["path"]
    if "%" in path:
        path = unquote(path)
    path = unicodedata.normalize("NFC", path).rstrip("/").casefold()
    if host == "linkedin.com" or host.endswith(".linkedin.com"):
        if member := _MEMBER.match(path):
            old = member["whole"].startswith("/pub/")  # told apart only by the numbers at the end
            return f"linkedin.com{member['whole'] if old else '/in/' + member['slug']}"
        return f"linkedin.com{path}" if path.startswith("/sales/") else ""
    query = found["query"] or ""
    return f"{host}{path}{query}" if path or query else ""


def is_linkedin(key: str) -> bool:
    """Tell whether a key of ``url_key`` names a LinkedIn member: one person, surely."""
    return key.startswith("linkedin.com/")


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case and without accents, in their order."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not _is_accent(c))
    return _WORDS.findall(text.casefold())


def name_key(name: str, given: str = "", family: str = "") -> str:
    """Return a name's words in alphabetical order: "Lee, Dr. Ann, PhD" is "ann lee".

    Args:
        name: the whole name, as written.
        given: the given name without titles, where it is known already.
        family: the family name likewise.
    """
    if not given and not family:
        _, given, family = name_of_whole(name)
    return " ".join(sorted(words_of(f"{given} {family}") or words_of(name)))


@lru_cache(maxsize=4096)
def company_key(company: str) -> str:
    """Return the words of a company's name without the legal forms at its end."""
    words = words_of(company)
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def _is_accent(char: str) -> bool:
    """Tell a Latin or Greek accent; the vowel signs of other scripts make another word."""
    return "\u0300" <= char <= "\u036f"
