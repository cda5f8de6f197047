"""Makes up a learner's contacts in several files, and says which rows are one person.

Nobody in them exists: names are drawn, with their usual frequencies, from lists of common ones and
of syllables. What blurs them is what does so in real address books: namesakes, changed jobs,
nicknames, typing errors, lost accents, swapped names, new surnames, missing and shared e-mail
addresses, several addresses of one person, people who are in one file alone. About one in eight
shares the whole name with somebody else.
"""

# ruff: noqa: PLR2004, SIM905 (how often what happens, and lists that are read as prose)
# ruff: noqa: RUF001, C901 (letters that are meant; one thing or another befalls a name)

import csv
import io
import random
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple
from urllib.parse import quote

GIVEN = """James Mary Michael Jennifer Robert Linda David Elizabeth William Susan Richard Jessica
Joseph Sarah Thomas Karen Christopher Lisa Daniel Nancy Matthew Sandra Anthony Ashley Mark Emily
Steven Kimberly Andrew Margaret Paul Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa
Timothy Deborah Edward Stephanie Jason Rebecca Jeffrey Laura Ryan Sharon Jacob Cynthia Nicholas Amy
Gary Kathleen Eric Angela Jonathan Anna Stephen Brenda Larry Pamela Justin Nicole Scott Samantha
Benjamin Katherine Samuel Christine Gregory Helen Alexander Catherine Patrick Rachel Frank Maria
Raymond Heather Jack Diane Dennis Olivia Jerry Julie Wei Priya José Sofía Zoë Jürgen François
Søren Łukasz Björn Aisha Mohammed Fatima Yuki Hiroshi Chen Li Ming Raj Anil Deepa Giulia Marco Luca
Chiara Anne-Marie Jean-Luc Karl-Heinz Ana Carlos Lucía Andrés Ingrid Lars Astrid Nadia Omar Leila
Kwame Ama Chidi Ngozi Ivan Olga Dmitri Natalia Alejandro Camila Thiago Beatriz Elif Mehmet Ayşe Nina
Victoria Isabella Zachary Theodore Gabriella Maximilian Frederick Leonard Abigail Jacqueline
Valentina Bartholomew""".split()
FAMILY = """Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez
Lopez Gonzalez Wilson Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris
Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores
Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Patel Wang Li Zhang Chen Liu
Singh Kim Müller Schmidt Schneider Fischer Weber Núñez Gómez Ibáñez Łukaszewski Sørensen Jørgensen
Björklund Çelik Yılmaz Öztürk Dubois Lefèvre Rossi Bianchi Esposito Silva Souza Costa Ivanova Petrov
Kowalski Nowak Novák Horváth Okafor Mensah Diallo Traoré Hassan Ahmed Khan Sharma Gupta Reddy Tanaka
Suzuki Watanabe O'Brien O'Neill McDonald MacLeod van_der_Berg de_la_Cruz von_Braun Murphy Kelly
Sullivan Cohen Levy Friedman Goldberg Park Choi Tran Pham Hoang Wong Chan""".replace(
    "\n", " "
).split(" ")
FAMILY = [name.replace("_", " ") for name in FAMILY]
# Some of these no list of nicknames holds; that is part of the measure.
SHORT = {
    "James": "Jim Jimmy", "Michael": "Mike Mick", "Jennifer": "Jen Jenny", "Robert": "Bob Rob",
    "David": "Dave", "Elizabeth": "Liz Beth Betty", "William": "Bill Will", "Susan": "Sue",
    "Richard": "Rick Dick Rich", "Jessica": "Jess", "Joseph": "Joe", "Thomas": "Tom",
    "Christopher": "Chris", "Daniel": "Dan Danny", "Matthew": "Matt", "Anthony": "Tony",
    "Steven": "Steve", "Kimberly": "Kim", "Andrew": "Andy Drew", "Margaret": "Peggy Meg Maggie",
    "Joshua": "Josh", "Kenneth": "Ken", "Timothy": "Tim", "Deborah": "Deb Debbie", "Edward": "Ed",
    "Stephanie": "Steph", "Rebecca": "Becky", "Jeffrey": "Jeff", "Jacob": "Jake",
    "Nicholas": "Nick", "Kathleen": "Kathy", "Jonathan": "Jon", "Samantha": "Sam",
    "Benjamin": "Ben", "Katherine": "Kate Katie Kathy", "Samuel": "Sam", "Christine": "Chris",
    "Gregory": "Greg", "Alexander": "Alex Sasha", "Catherine": "Cathy", "Patrick": "Pat",
    "José": "Pepe", "Mohammed": "Mo", "Alejandro": "Ale", "Francois": "Fanfan", "Omar": "Omi",
    "Victoria": "Vicky", "Zachary": "Zach", "Theodore": "Ted Theo", "Gabriella": "Gabi",
    "Maximilian": "Max", "Frederick": "Fred", "Leonard": "Len Leo", "Abigail": "Abby",
    "Jacqueline": "Jackie", "Dmitri": "Dima", "Natalia": "Natasha", "Beatriz": "Bia",
    "Giulia": "Giuli", "Karl-Heinz": "Kalle",
}  # fmt: skip
ROLES = """Data Scientist|Senior Scientist|Research Associate|Project Manager|Software Engineer|
Postdoctoral Fellow|Product Manager|Director of Operations|Editor|Analyst|Consultant|Nurse|
Vice President, Strategy|Professor|Founder|Medical Writer|Patent Agent|Policy Adviser|Recruiter|
Teacher|Account Executive|Marketing Manager|Regulatory Affairs Specialist|Intern""".replace(
    "\n", ""
).split("|")
LEGAL = [*[""] * 8, "Inc.", "Inc", "LLC", "Ltd", "GmbH", "Corp.", "S.A.", "Pty Ltd", "AG", "B.V."]
WORDS = """Fennel Quill Lakeside Harbour Cedar Amber Copper Juniper Marble Saffron Willow Granite
Meadow Falcon Heron Otter Lantern Compass Anchor Beacon Orchard Thistle Clover Maple Birch Aspen
Summit Ridge Valley River Delta Canyon Prairie Tundra Coral Reef Pebble Ember Flint Slate""".split()
KINDS = """Labs Health Analytics Systems Partners Research Bio Therapeutics Press Media University
Hospital Bank Energy Foods Robotics Software Consulting Institute Foundation""".split()
PUBLIC = [("National Institutes of Health", "NIH"), ("Food and Drug Administration", "FDA"),
          ("National Science Foundation", "NSF"), ("World Health Organization", "WHO")]  # fmt: skip
SYLLABLES = (
    "an bo cla do el fi go ha iv jo ka li me no pu ra so ter vin wes zel bru kor mil".split()
)

LINKEDIN = "Connections.csv"
GOOGLE = "contacts.csv"
OUTLOOK = "outlook.csv"
ALUMNI = "alumni.csv"
CARDS = "people.vcf"
Row = tuple[str, int]


class Files(NamedTuple):
    """Files by name, and whose row each is: the number that the reader gives it, to a person."""

    files: Mapping[str, bytes]
    truth: Mapping[Row, int]


@dataclass(slots=True)
class _Company:
    name: str
    domain: str
    short: str = ""


@dataclass(slots=True)
class _Somebody:
    number: int
    given: str
    family: str
    middle: str
    company: _Company
    before: _Company
    role: str
    personal: str
    work: str
    url: str
    since: date
    wrote: dict[str, str] = field(default_factory=dict)


class _Written(NamedTuple):
    """One row of a file that is not LinkedIn's."""

    given: str
    family: str
    company: str
    role: str
    emails: tuple[str, ...]
    url: str


class _World:
    """People and companies, drawn with one chance."""

    def __init__(self, seed: int, people: int) -> None:
        self.chance = chance = random.Random(seed)  # noqa: S311  (the same files every time)
        given, family = self._names(GIVEN), self._names(FAMILY)
        rare_given = [self._word(3) for _ in range(2_000)]
        rare_family = [self._word(4) for _ in range(20_000)]
        self.given = lambda: given() if chance.random() < 0.75 else chance.choice(rare_given)
        self.family = lambda: family() if chance.random() < 0.3 else chance.choice(rare_family)
        self.companies = self._companies(max(50, people // 10))
        self.sizes = list(accumulate(1 / (n + 3) for n in range(len(self.companies))))
        self.seen: dict[str, int] = {}

    def _word(self, most: int) -> str:
        parts = self.chance.choices(SYLLABLES, k=self.chance.randint(2, most))
        return "".join(parts).capitalize()

    def _names(self, names: Sequence[str]) -> Callable[[], str]:
        """Return what draws a name, the first of them the most often."""
        weights = list(accumulate(1 / (n + 15) for n in range(len(names))))
        return lambda: self.chance.choices(names, cum_weights=weights)[0]

    def _companies(self, number: int) -> list[_Company]:
        found = [_Company(name, f"{short.lower()}.example.org", short) for name, short in PUBLIC]
        names: dict[str, None] = {}
        while len(names) < number:
            first = self.chance.choice(WORDS) if self.chance.random() < 0.5 else self._word(3)
            names.setdefault(f"{first} {self.chance.choice(KINDS)}")
        for name in names:
            domain = f"{name.lower().replace(' ', '')}.example.org"
            if self.chance.random() < 0.3:
                domain = f"{name.split()[0].lower()}.example.org"
            found.append(_Company(f"{name} {self.chance.choice(LEGAL)}".strip(), domain))
        self.chance.shuffle(found)
        return found

    def company(self) -> _Company:
        return self.chance.choices(self.companies, cum_weights=self.sizes)[0]

    def somebody(self, number: int) -> _Somebody:
        chance = self.chance
        given, family = self.given(), self.family()
        if chance.random() < 0.02:
            family = f"{family}-{self.family()}"
        company, before = self.company(), self.company()
        name = f"{_plain(given)}.{_plain(family)}"
        turn = self.seen[name] = self.seen.get(name, 0) + 1
        taken = str(turn) if turn > 1 else ""
        works = self.seen[f"{name}@{company.domain}"] = (
            self.seen.get(f"{name}@{company.domain}", 0) + 1
        )
        return _Somebody(
            number=number,
            given=given,
            family=family,
            middle=self.given() if chance.random() < 0.4 else "",
            company=company,
            before=before,
            role=chance.choice(ROLES),
            personal=f"{name}{taken}@mail.example.org"
            if chance.random() < 0.6
            else f"{self._word(3).lower()}{number}@post.example.org",
            work=f"{name}{works if works > 1 else ''}@{company.domain}",
            url=f"https://www.linkedin.com/in/{quote(name.replace('.', '-'))}-{number:x}",
            since=date(2012, 1, 1) + timedelta(chance.randrange(4_500)),
        )

    # How one person is written down somewhere else.

    def written(self, who: _Somebody, file: str) -> _Written:
        chance = self.chance
        given, family = self._name(who)
        company = self._company_of(who)
        role = who.role if chance.random() < 0.5 else ""
        if chance.random() < 0.2:
            role = chance.choice(ROLES)
        with_url = 0.15 if file in {ALUMNI, CARDS} else 0.02
        return _Written(
            given,
            family,
            company,
            role,
            self._emails(who, file),
            who.url if chance.random() < with_url else "",
        )

    def _name(self, who: _Somebody) -> tuple[str, str]:
        chance, given, family = self.chance, who.given, who.family
        what = chance.random()
        if what < 0.12 and given in SHORT:
            given = chance.choice(SHORT[given].split())
        elif what < 0.14:
            given = f"{given[0]}."
        elif what < 0.16:
            given = self._mistyped(given)
        elif what < 0.19:
            family = self._mistyped(family)
        elif what < 0.21:
            given, family = family, given
        elif what < 0.25 and who.middle:
            given = f"{given} {chance.choice((who.middle, who.middle[0] + '.'))}"
        elif what < 0.265:
            family = self.family()  # married, or no longer
        elif what < 0.28 and "-" in family:
            family = family.split("-")[chance.randrange(2)]
        elif what < 0.31:
            family = f"{family}, {chance.choice(('PhD', 'MD', 'MBA'))}"
        if chance.random() < 0.4:
            given, family = _without_accents(given), _without_accents(family)
        if chance.random() < 0.03:
            given, family = given.upper(), family.upper()
        return given, family

    def _mistyped(self, word: str) -> str:
        if len(word) < 4:
            return word
        at = self.chance.randrange(1, len(word) - 1)
        letter = self.chance.choice("aeinorst")
        return self.chance.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at] + word[at:],
            )
        )

    def _company_of(self, who: _Somebody) -> str:
        chance = self.chance
        what = chance.random()
        if what < 0.25:
            return ""
        company = who.before if what < 0.45 else who.company
        name = company.name
        if company.short and chance.random() < 0.5:
            return company.short
        form = next((f for f in LEGAL if f and name.endswith(f" {f}")), "")
        if chance.random() < 0.35:
            name = name.removesuffix(f" {form}") if form else f"{name} {chance.choice(LEGAL)}"
        if chance.random() < 0.05:
            name = name.upper()
        if chance.random() < 0.03:
            name = name.split()[0]  # what people call it; nobody can be sure
        return name.strip()

    def _emails(self, who: _Somebody, file: str) -> tuple[str, ...]:
        chance = self.chance
        if chance.random() < {GOOGLE: 0.2, OUTLOOK: 0.1, ALUMNI: 0.4, CARDS: 0.5}[file]:
            return ()
        what = chance.random()
        office = f"{chance.choice(('info', 'office', 'lab'))}@{who.company.domain}"
        if what < 0.04:
            return (office,)
        if what < 0.06 and who.family:  # one address of a family
            return (f"{_plain(who.family)}.family@mail.example.org",)
        found = [who.personal] if what < 0.5 else [who.work]
        if chance.random() < 0.25:
            found.append(who.work if found == [who.personal] else who.personal)
        if chance.random() < 0.1:
            found.append(f"old.{who.personal}")
        return tuple(found)


def make(linkedin: int = 30_000, others: int = 6_000, *, seed: int = 6) -> Files:
    """Return files of made-up people: LinkedIn's, and four of other kinds.

    Args:
        linkedin: rows of the Connections.csv.
        others: rows of the other files together, about three quarters of them on its people.
        seed: what makes the files others; the same one gives the same files.
    """
    world = _World(seed, linkedin)
    chance = world.chance
    known = [world.somebody(n) for n in range(linkedin)]
    strangers = [world.somebody(linkedin + n) for n in range(max(1, others // 5))]
    rows: list[tuple[_Somebody, list[str]]] = []
    for who in known:
        email = chance.choice((who.personal, who.work)) if chance.random() < 0.05 else ""
        since = who.since.strftime("%d %b %Y")
        cells = [who.given, who.family, who.url, email, who.company.name, who.role, since]
        rows.append((who, cells))
        if chance.random() < 0.001:  # a second account, given up long ago
            second = [*cells[:2], f"{who.url}-2", "", *cells[4:6], since]
            rows[-1:] = [(who, second)] if chance.random() < 0.1 else [(who, cells), (who, second)]
    rows = rows[:linkedin]
    pool = [who for who, _ in rows]
    shares = {GOOGLE: 0.42, OUTLOOK: 0.25, ALUMNI: 0.2, CARDS: 0.13}
    written: dict[str, list[tuple[_Somebody, _Written]]] = {}
    met: list[_Somebody] = []
    for file, share in shares.items():
        number = round(others * share)
        whom = []
        for _ in range(number):
            what = chance.random()
            if what < 0.12 and met:
                whom.append(chance.choice(met))
            elif what < 0.78:
                whom.append(chance.choice(pool))
            else:
                whom.append(chance.choice(strangers))
        met += whom
        written[file] = [(who, world.written(who, file)) for who in whom]
    truth: dict[Row, int] = {(LINKEDIN, n): who.number for n, (who, _) in enumerate(rows, 2)}
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On".split(",")
    files = {LINKEDIN: _table(header, [cells for _, cells in rows])}
    for file, people in written.items():
        first = 1 if file == CARDS else 2
        truth |= {(file, n): who.number for n, (who, _) in enumerate(people, first)}
        files[file] = _WRITERS[file]([row for _, row in people])
    return Files(files, truth)


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def _google(rows: Sequence[_Written]) -> bytes:
    header = (
        "First Name,Middle Name,Last Name,Name Prefix,File As,Organization Name,"
        "Organization Title,Organization Department,Labels,E-mail 1 - Label,E-mail 1 - Value,"
        "E-mail 2 - Label,E-mail 2 - Value,Website 1 - Label,Website 1 - Value"
    ).split(",")
    return _table(
        header,
        [
            [r.given, "", r.family, "", "", r.company, r.role, "", "* myContacts", "",
             r.emails[0] if r.emails else "", "", " ::: ".join(r.emails[1:]), "", r.url]
            for r in rows
        ],
    )  # fmt: skip


def _outlook(rows: Sequence[_Written]) -> bytes:
    header = (
        "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Fax,"
        "E-mail Address,E-mail Type,E-mail 2 Address,E-mail 3 Address,Categories,Web Page"
    ).split(",")
    return _table(
        header,
        [
            ["", r.given, "", r.family, "", r.company, "", r.role, "",
             *[r.emails[0] if r.emails else "", ""], *[*r.emails[1:3], "", ""][:2], "", r.url]
            for r in rows
        ],
    )  # fmt: skip


def _alumni(rows: Sequence[_Written]) -> bytes:
    header = ["Name", "Class of", "Employer", "Job Title", "Email", "LinkedIn"]
    cells = []
    for n, r in enumerate(rows):
        name = (
            f"{r.family}, {r.given}" if n % 2 and "," not in r.family else f"{r.given} {r.family}"
        )
        email = r.emails[0] if r.emails else ""
        cells.append([name, str(1990 + n % 35), r.company, r.role, email, r.url])
    return _table(header, cells)


def _cards(rows: Sequence[_Written]) -> bytes:
    cards = []
    for r in rows:
        given, family, company = (
            re.sub("([,;])", r"\\\1", t) for t in (r.given, r.family, r.company)
        )
        lines = ["BEGIN:VCARD", "VERSION:3.0", f"N:{family};{given};;;", f"FN:{given} {family}"]
        lines += [f"EMAIL;TYPE=INTERNET:{email}" for email in r.emails]
        lines += [f"ORG:{company}"] if company else []
        lines += (
            [f"TITLE:{re.sub('([,;])', chr(92) * 2 + chr(92) + '1', r.role)}"] if r.role else []
        )
        lines += [f"URL:{r.url}"] if r.url else []
        cards.append("\r\n".join([*lines, "END:VCARD", ""]))
    return "".join(cards).encode()


_WRITERS = {GOOGLE: _google, OUTLOOK: _outlook, ALUMNI: _alumni, CARDS: _cards}


def _without_accents(text: str) -> str:
    text = text.translate(str.maketrans("øØłŁı", "oOlLi"))
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]+", "", _without_accents(text).casefold())
