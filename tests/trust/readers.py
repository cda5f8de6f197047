"""Everything that reads a file or words, with real samples to change; tests and benchmarks use it.

A reader takes bytes and either reads them or raises an ``InformintError`` of one sentence, in which
nobody is named. Whatever else comes out of it is a fault.
"""

import json
import os
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from trust.lives import lived, someone, ticking

from informint import cards, coach, content, drafts, questions, reading
from informint.cli.checking import decode_turn
from informint.contacts import preview, read_contacts
from informint.content import mistakes, packs, persona_files, schema
from informint.errors import InformintError
from informint.journal import Journal, open_journal
from informint.journal.events import GoalSet, PersonFound
from informint.journal.export import read_export
from informint.journal.store import FILE
from informint.roleplay import begin, debrief, personas, resume, save, say, transcript

NAME = "Zebedee Quarkwright"  # in every sample, and in no sentence
CONTENT = Path(content.__file__).parent


class Reader(NamedTuple):
    """What reads; ``share`` of 1,000 inputs are its own; ``words`` break its format more often.

    Quick ones have more, so that a million inputs are done in half an hour.
    """

    read: Callable[[bytes], object]
    samples: Callable[[], Sequence[bytes]]
    share: int
    words: tuple[bytes, ...] = ()


CSV = b"""First Name,Last Name,URL,Email Address,Company,Position,Connected On
Zebedee,Quarkwright,https://people.example.org/in/zq,z@example.org,"Fern, Inc.",Curator,05 Jan 2024
Ann,"Lee, PhD",https://people.example.org/in/ann,,Loom,"Editor, ""A"" level",06 Jan 2024
"""
GOOGLE = b"""First Name,Last Name,Organization Name,Organization Title,Labels,E-mail 1 - Value
Zebedee,Quarkwright,Fern,Curator,* myContacts ::: Choir,z@example.org
"""
OWN = "\ufeffName;Company;Mail\r\nZebedee Quarkwright;Fern;z@example.org\r\n".encode("utf-16")
VCF = b"""BEGIN:VCARD\r
VERSION:3.0\r
N:Quarkwright;Zebedee;;;\r
FN:Zebedee Quarkwright\r
ORG:Fern\\, Inc.;Prints\r
item1.EMAIL;type=INTERNET;type=pref:z@exam\r
 ple.org\r
END:VCARD\r
BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=BA=C3=B1ez;Zo=\r
=C3=AB;;;\r
PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ\r
  AAAQABAAD=\r
\r
END:VCARD\r
"""
EML = b"""From: Imani <imani@example.org>\r
To: "Quarkwright, Zebedee" <z@example.org>\r
Subject: =?utf-8?q?A_talk_about_la=C3=AFcs?=\r
MIME-Version: 1.0\r
Content-Type: multipart/alternative; boundary="b1"\r
\r
--b1\r
Content-Type: text/plain; charset="utf-8"\r
Content-Transfer-Encoding: quoted-printable\r
\r
Dear Zebedee,\r
Could we talk for 20 minutes=3F\r
--b1\r
Content-Type: text/html; charset=iso-8859-1\r
Content-Transfer-Encoding: base64\r
\r
PHA+RGVhciBaZWJlZGVlPC9wPg==\r
--b1--\r
"""
TEXT = b"""Subject: A short talk about labels

Dear Zebedee Quarkwright,

Could we talk for 20 minutes by phone? I will keep to the time.

Thank you, Imani
"""
ROSTER = b"""id,name,field,persona,level,seed,pack
a1,Zebedee Quarkwright,museum,museum,beginner,7,
b-2,Ann,,,,,en
"""
_JSON = (b"{", b"}", b"[", b"]", b'"', b"null", b"1e999", b"-1", b"\\ud800", b"\\u0000", b",", b":")
_TOML = (b"[[", b"]]", b'"""', b"=", b"\n", b"[a.b]", b"a.b.c = 1\n", b"1979-05-27", b"inf", b"{")
_MAIL = (b"\r\n", b"\n\n", b"Content-Type: ", b"charset=", b"=?utf-8?b?", b"?=", b"--b1", b"base64")
_MAIL += (
    b"To: ",
    b"multipart/mixed",
    b"message/rfc822",
    b'boundary="',
    b"; filename*=",
    b"<",
    b"@",
)
_CSV = (
    b",",
    b";",
    b"\t",
    b'"',
    b'""',
    b"\n",
    b"\r",
    b"sep=;",
    b"\x00",
    b"\xff\xfe",
    b"Name",
    b"=1",
)
_VCF = (
    b"BEGIN:VCARD\n",
    b"END:VCARD\n",
    b"\r\n ",
    b";",
    b"\\",
    b"ENCODING=BASE64",
    b"QUOTED-",
    b"=",
)


def _zipped() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("Connections.csv", CSV)
        file.writestr("messages.csv", "FROM,TO\n")
    return out.getvalue()


def _read_contacts(name: str) -> Callable[[bytes], object]:
    def read(data: bytes) -> object:
        asked = preview((name, data)) if len(data) % 4 == 0 else None
        return read_contacts((name, data)), asked

    return read


@cache
def _journal() -> Journal:
    clock = ticking()
    journal = Journal.in_memory(clock=lambda: next(clock))
    lived(journal, [NAME])
    return journal


@cache
def _talk() -> str:
    return save(say(begin(personas()["museum"]), f"Hello, I am {NAME}."))


def _file(name: str) -> bytes:
    return (CONTENT / name).read_bytes()


@cache
def _folder() -> Path:
    """A folder that is gone with the process, in memory where there is some."""
    fast = Path("/dev/shm")  # noqa: S108  (only as the parent of a folder of our own)
    made = tempfile.TemporaryDirectory(dir=fast if os.access(fast, os.W_OK) else None)
    _KEPT.append(made)
    return Path(made.name)


_KEPT: list["tempfile.TemporaryDirectory[str]"] = []


@cache
def _journal_file() -> bytes:
    with Journal.in_memory(folder=_folder() / "made") as journal:
        journal.begin()
        journal.record(PersonFound(someone(1, NAME)), GoalSet(NAME))
    return (_folder() / "made" / FILE).read_bytes()


def _open_journal(data: bytes) -> object:
    folder = _folder() / "opened"
    folder.mkdir(exist_ok=True)
    for left in folder.iterdir():
        left.unlink()
    (folder / FILE).write_bytes(data)
    with open_journal(folder) as journal:
        journal.record(GoalSet("Maps"))
        return journal.undo()


def _read_pack(data: bytes) -> object:
    """A pack of one file; which, the last byte says, so that each kind is met."""
    kinds = [*packs.KINDS, packs.PERSONAS]
    name = kinds[data[-1] % len(kinds) if data else 0].replace("*", "x")
    folder = _folder() / "pack"
    for left in folder.rglob("*.toml"):
        left.unlink()
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return [str(fault) for fault in packs.check_pack(folder)]


def _packs() -> list[bytes]:
    kinds = [*packs.KINDS, packs.PERSONAS]
    found = []
    for number, kind in enumerate(kinds):
        for path in sorted(CONTENT.glob(kind))[:2]:
            text = path.read_text("utf-8")
            # The first tables are as good as all of them, and quicker.
            cut = [m.start() for m in re.finditer(r"^\[\[", text, re.MULTILINE)][3:4] or [len(text)]
            short = f"# {NAME}\n{text[: cut[0]]}".encode()
            found.append(short + b"\n#" + bytes([number]))
    return found


def _parse(data: bytes) -> object:
    text = data.decode("utf-8", "replace")
    mistakes.decoded(text)
    return content.parse(text, "rule", schema.Rule, "x.toml")


def _roster(data: bytes) -> object:
    from informint.cohort.roster import read_roster  # noqa: PLC0415  (takes seconds)

    path = _folder() / "roster.csv"
    path.write_bytes(data)
    return read_roster(path)


READERS: Mapping[str, Reader] = {
    "LinkedIn's export (.csv)": Reader(_read_contacts("Connections.csv"), lambda: [CSV], 40, _CSV),
    "tables and address books (.csv)": Reader(
        _read_contacts("people.csv"), lambda: [GOOGLE, OWN, CSV], 25, _CSV
    ),
    "address books (.vcf)": Reader(_read_contacts("people.vcf"), lambda: [VCF], 25, _VCF),
    "archives (.zip)": Reader(
        _read_contacts("export.zip"), lambda: [_zipped()], 80, (b"PK\x01\x02", b"PK\x03\x04")
    ),
    "mails (.eml)": Reader(lambda d: drafts.read_draft(d, "x.eml"), lambda: [EML], 40, _MAIL),
    "drafts (.txt)": Reader(lambda d: drafts.read_draft(d, "x.txt"), lambda: [TEXT], 200, _MAIL),
    "progress cards (.json)": Reader(
        cards.read_card, lambda: [cards.write_card(cards.progress_card(_journal()))], 220, _JSON
    ),
    "exports of a journal (.json)": Reader(
        read_export, lambda: [_journal().export_json()], 150, _JSON
    ),
    "saved talks (.json)": Reader(
        lambda d: resume(d.decode("utf-8", "replace")), lambda: [_talk().encode()], 140, _JSON
    ),
    "turns (.jsonl)": Reader(
        lambda d: decode_turn(d, 1),
        lambda: [f'{{"text": "{NAME}", "previous": null}}'.encode()],
        46,
        _JSON,
    ),
    "rules (.toml)": Reader(_parse, lambda: [_file("rules/about.toml")[:3_000]], 6, _TOML),
    "personas (.toml)": Reader(
        lambda d: persona_files.read_persona(d.decode("utf-8", "replace"), "x.toml"),
        lambda: [_file("personas/museum.toml")],
        2,
        _TOML,
    ),
    "course packs (.toml)": Reader(_read_pack, _packs, 3, _TOML),
    "rosters (.csv)": Reader(_roster, lambda: [ROSTER], 13, _CSV),
    "journals (.sqlite3)": Reader(_open_journal, lambda: [_journal_file()], 10),
}


def _said(text: str) -> object:
    talk = say(say(begin(personas()["museum"]), text), text[::-1])
    return debrief(talk), transcript(talk)


def _checked(text: str) -> object:
    draft = drafts.read_draft(text.encode("utf-8", "replace"), "x.txt")
    return coach.to_json(coach.check_message(draft))


ENGINE: Mapping[str, Callable[[str], object]] = {
    "read": lambda text: reading.as_json(reading.read(text, text[: len(text) // 2])),
    "check message": _checked,
    "check questions": lambda text: questions.to_json(questions.check_questions(text.split("\n"))),
    "talk": _said,
}  # fmt: skip


def trouble(read: Callable[[object], object], given: object) -> str:
    """Return what is wrong with how something was read; nothing when it was read or refused."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            read(given)
        except InformintError as refused:
            sentence = str(refused)
            if not sentence or "\n" in sentence:
                return f"no sentence: {sentence!r}"
            # What stands in the first row is taken for names of columns, and those are quoted.
            if "Quarkwright" in sentence.partition("(columns:")[0]:
                return f"somebody is named: {sentence!r}"
        except Exception as error:  # noqa: BLE001  (that is what is looked for)
            return f"{type(error).__name__}: {error}"
    return ""


def corpus() -> list[str]:
    """Sentences and mails that people might write, to change."""
    found = []
    for path in sorted((Path(__file__).parents[2] / "corpus").glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines()[:400]:
            row = json.loads(line)
            if text := row.get("text") or row.get("body"):
                found.append(text)
    return found
