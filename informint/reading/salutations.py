"""Reads how a mail greets: by name, without one, or by the wrong one."""

import re
import unicodedata
from typing import NamedTuple

_OPENING = re.compile(
    r"(?:dear(?:est)?|h(?:i+|ello+|ey+|eya|iya)|good (?:day|morning|afternoon|evening)|greetings"
    r"|respected|esteemed|attn:?|yo|sup|howdy|hallo|hei|hej|ciao|bonjour|salut|buenos d[ií]as"
    r"|buenas tardes|hola|estimad[oa]s?|sehr geehrter?|liebe[rs]?|guten tag|ol[aá]|prezad[oa]"
    r"|gentile|egregio|ch[eè]re?|salaam|salam|namaste|aloha)\b[\s,]*",
    re.IGNORECASE,
)  # fmt: skip
_TITLE = re.compile(
    r"\b(?:mr|mrs|ms|mx|miss|mister|missus|dr|doctor|prof|professor|sir|madam|ma'?am|mam|captain"
    r"|capt|dean|director|coach|rev|reverend|father|sister|herr|frau|monsieur|madame|mme|mlle"
    r"|se[ñn]or|se[ñn]ora|sra?|don|do[ñn]a|signor|signora|sig|engineer|eng|ing|maestro|chef"
    r"|officer|judge|senator|ambassador|lord|lady|hon|dame|elder|sergeant|sgt|lieutenant|lt"
    r"|colonel|col|major|general|president)\b\.?",
    re.IGNORECASE,
)  # fmt: skip
_GENERIC = re.compile(
    r"\bto (?:whom|who) (?:it|this)|^\s*to the\b|^\s*attn\b|\b(?:sir|madam|mam|ma'?am)s?\s*(?:/"
    r"|\bor\b|&|and|,)\s*(?:dear )?(?:sir|madam|mam|ma'?am|miss|mrs)|\b(?:dear|hello|hi) hiring\b"
    r"|\b(?:dear|respected|hello|hi|hey|esteemed)[\s,]+(?:(?:sir|madam|mam|ma'?am|there|dear"
    r"|friend|friends|professionals?|colleagues?|team|hiring|recruit\w+|recipient|reader|member"
    r"|alum\w*|all|everyone|everybody|ladies|gentlem[ae]n|hr|human|company|employer|manager"
    r"|network\w*|connection|contact|expert|leader|fellow|future|potential|prospective|valued"
    r"|esteemed|concerned|person|someone|stranger|whoever|personnel|department|committee|admin\w*"
    r"|owner|customer|staff|talent|career|industry)\b(?! [A-Z](?!R\b)[a-z]+,?$))",
    re.IGNORECASE,
)  # fmt: skip
# Names that share no beginning with their short form; the others ("Kate", "Katherine") do.
_SHORT = (
    "robert bob bobby", "william bill billy", "richard dick", "margaret peggy meg maggie",
    "edward ted ned", "elizabeth liz lisa betty beth eliza libby", "john jack", "james jim jimmy",
    "henry harry hank", "charles chuck", "mary polly molly", "sarah sally", "anthony tony",
    "antonio toni", "michael mike mick", "francisco paco", "jose pepe",
    "katherine kate kathy kitty katie", "catherine kate cathy kitty katie",
    "alexander sasha alex lex xander", "alexandra sasha sandra alex lexi", "dorothy dot",
    "helen nell", "theodore ted", "eleanor nell nora", "isabella bella", "johannes hans",
    "aleksandr sasha", "maria mia", "dmitri dima", "yekaterina katya", "ludwig lutz",
    "guadalupe lupita", "ignacio nacho",
)  # fmt: skip


class Salutation(NamedTuple):
    """A greeting: the names in it, whether it is for nobody in particular, if it has a title."""

    names: tuple[str, ...]
    generic: bool
    titled: bool


def read_salutation(greeting: str) -> Salutation:
    """Return what a greeting such as "Dear Dr. Okonjo," holds."""
    text = greeting.replace("\u2019", "'").strip().rstrip(",:;!.\u2013\u2014 -")
    titled = bool(_TITLE.search(text))
    generic = bool(_GENERIC.search(text))
    rest = _TITLE.sub(" ", _OPENING.sub(" ", text, count=1))
    names = tuple(w for w in re.findall(r"[^\W\d_][\w'-]+", rest) if w[0].isupper())
    return Salutation(() if generic else names, generic, titled)


# Letters that no accent can be taken off.
_BARE = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th",
    "ħ": "h",
})  # fmt: skip


def plain(name: str) -> str:
    """Return a name in lower case, in plain letters."""
    split = unicodedata.normalize("NFKD", name.casefold().translate(_BARE))
    return "".join(c for c in split if c.isalnum())


def _tokens(text: str) -> set[str]:
    return {plain(word) for word in re.findall(r"[^\W\d_][\w'\u2019]*", text)} - {""}


def fits(names: tuple[str, ...], to: str = "", to_email: str = "") -> bool:
    """Say whether names in a greeting can be those of the addressee.

    Short forms, initials and addresses such as ``jsmith@`` fit; so does everything when nothing is
    known of the addressee. Only a greeting that shares nothing with what is known does not.
    """
    greeted = {plain(part) for name in names for part in (name, *name.split("-"))} - {""}
    known = _tokens(to)
    local = plain(to_email.partition("@")[0])
    if not greeted or not (known or len(local) > 3):  # noqa: PLR2004  (too short to hold a name)
        return True
    if any(_same(a, b) for a in greeted for b in known):
        return True
    if any(len(a) > 2 and a in local for a in greeted):  # noqa: PLR2004  ("al" is in many names)
        return True
    parts = [plain(p) for p in re.split(r"[^\w]|_|\d", to_email.partition("@")[0]) if len(p) > 1]
    return not known and (len(parts) < 2 or any(_same(a, b) for a in greeted for b in parts))  # noqa: PLR2004  (an address without a first and a last name tells too little)


def _same(a: str, b: str) -> bool:
    """Say whether two names can be one: equal, an initial, a short form."""
    shorter, longer = sorted((a, b), key=len)
    if longer.startswith(shorter) or longer[:3] == shorter[:3]:
        return True
    return any(a in row.split() and b in row.split() for row in _SHORT)


_VOCATIVE = re.compile(
    r"(?:,|^)\s+(?P<title>mr|mrs|ms|miss|dr|professor"
    r"|prof)\.?\s+(?P<name>[A-Z][\w'\u2019-]+)\s*[,.!?]",
    re.IGNORECASE,
)


# "my aunt, Mrs. Danjuma, told me" speaks of somebody, and not to her
_NOT_ADDRESSED = re.compile(
    r"\b(?:aunt|uncle|cousin|friend|brother|sister|mother|father|neighbou?r|colleague|professor"
    r"|advis[eo]r|supervisor|teacher|coach|boss|tutor|mentor|manager|director|of|by|from|with|and"
    r"|or|to|for)s?$",
    re.IGNORECASE,
)  # fmt: skip
_ACTS = re.compile(r"\s*(?:who|told|tells|said|says|suggest\w*|recommend\w*|mention\w*|gave|has|had"
                   r"|is|was|and|whom|from|of|at|once|kindly)\b", re.IGNORECASE)  # fmt: skip


def other_addressee(salutation: Salutation, sentence: str) -> tuple[int, int] | None:
    """Return where a sentence speaks to somebody whom the greeting did not name, or None."""
    if not salutation.names or not salutation.titled:
        return None
    for found in _VOCATIVE.finditer(sentence):
        if _NOT_ADDRESSED.search(sentence[: found.start()]) or _ACTS.match(sentence, found.end()):
            continue
        name = plain(found["name"])
        known = any(_same(plain(n), name) for n in salutation.names)
        if found["name"][0].isupper() and not known and "," in sentence[: found.start() + 1]:
            return found.start("title"), found.end("name")
    return None


# "Your path in museum work - Dr. Amina Yusuf" is for her; "Referred by Dr. Yusuf" is not.
_SUBJECT_FOR = re.compile(
    r"(?:(?:^|[-\u2013\u2014:|,]\s*|\b(?:for|to|dear|hello|hi|attn\.?)\s+)(?:attn\.?:?\s*)?)"
    r"(?:mr|mrs|ms|miss|dr|prof|professor)\b\.?\s+(?P<name>[A-Z][\w'\u2019-]+(?:\s+[A-Z][\w'\u2019-]+)?)"
    r"\s*(?:$|[-\u2013\u2014:|])",
    re.IGNORECASE,
)  # fmt: skip
_SUBJECT_FROM = re.compile(
    r"\b(?:referr\w+|recommend\w+|introduc\w+|suggest\w+|via|through|from|by|with|met|thanks to)\b",
    re.IGNORECASE,
)


def subject_names_another(salutation: Salutation, subject: str) -> bool:
    """Say whether a subject is addressed to somebody whom the greeting does not name."""
    found = _SUBJECT_FOR.search(subject)
    if not found or not salutation.names or _SUBJECT_FROM.search(subject[: found.start("name")]):
        return False
    return not fits(salutation.names, found["name"])
