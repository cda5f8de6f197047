"""Messages from patterns, and their way into a mail program."""

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from informint import content, outreach
from informint.content.schema import Pattern
from informint.errors import BadInput, ContentError
from informint.model import HowKnown, Message, MessageKind, Person, Profile

AMARA = Person(
    id="amara",
    name="Dr. Amara Okonjo-Reyes, PhD",
    given_name="Amara",
    family_name="Okonjo-Reyes, PhD",
    company="Norvik Biologics",
    position="Regulatory Affairs Manager",
    email="amara@example.org",
    groups=("Tidewater Cell Biology Meeting", "Lakeside alumni"),
)
GORAN = Person(id="goran", name="Goran Vukadinčić", given_name="Goran", email="goran@example.org")
ME = Profile(
    name="Imani Vasquez-Lund",
    email="imani@example.org",
    role="postdoctoral fellow",
    organisation="Lakeside University",
    interest="how new medicines get from the laboratory to approval",
    groups=("Lakeside alumni",),
)
PATTERNS = sorted(content.patterns())
NOTES = [i for i in PATTERNS if i.endswith("-note")]
HOSTILE = "Eve\r\nBcc: all@example.org\x00\u2028{my_name} [[x]] \u202e<img src=x onerror=alert(1)>"


def person(text: str) -> Person:
    return Person(
        id="x", name=text, given_name=text, family_name=text, company=text, position=text,
        email=text, groups=(text, f"{text} meeting"),
    )  # fmt: skip


def parsed(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=default)


def text_of(mail: EmailMessage) -> str:
    return mail.get_content().replace("\r\n", "\n")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_filled_and_what_is_the_learners_own_stays_open(pattern: str) -> None:
    message = outreach.draft(pattern, AMARA, ME, introducer=GORAN)
    text = f"{message.subject}\n{message.body}"
    assert ("Imani Vasquez-Lund" in text) == (pattern not in NOTES)  # a note shows its sender
    assert "how new medicines get from the laboratory to approval" in text
    assert "[[" in text
    assert "{" not in text
    assert message.kind is content.patterns()[pattern].kind
    assert (not message.subject) == (message.context["channel"] == "note")


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_is_not_known_becomes_an_open_slot(pattern: str) -> None:
    message = outreach.draft(pattern, Person(id="x", name=""), Profile())
    text = f"{message.subject}\n{message.body}"
    assert ("[[your name]]" in text) == (pattern not in NOTES)
    assert re.search(r"\[\[(?:their name|the name of the person who may introduce you)\]\]", text)
    assert "None" not in text
    assert not re.search(r"  | [,.;:?]|\(\)", text)


@pytest.mark.parametrize("pattern", NOTES)
def test_a_note_leaves_room_for_the_learners_words(pattern: str) -> None:
    bare = outreach.draft(pattern, Person(id="x", name=""), Profile()).body
    assert len(re.sub(r"\[\[.*?\]\]", "", bare)) <= 160
    amara = outreach.draft(pattern, AMARA, ME, introducer=GORAN).body
    assert len(re.sub(r"\[\[.*?\]\]", "", amara)) <= 245
    long = Person(
        id="y",
        name="Thórhildur Sigurbjörnsdóttir-Featherstonehaugh",
        groups=("Northern Institute of Technology and Design alumni",),
    )
    note = outreach.draft(pattern, long, ME, introducer=long).body
    assert len(note) <= outreach.NOTE_LIMIT
    assert "Thórhildur Sigurbjörnsdóttir-Featherstonehaugh" in note


@given(st.text(max_size=400), st.text(max_size=400), st.sampled_from(PATTERNS))
def test_no_text_of_a_person_breaks_out_of_its_place(theirs: str, mine: str, pattern: str) -> None:
    profile = Profile(name=mine, role=mine, organisation=mine, interest=mine, groups=(theirs,))
    other = person(theirs)
    message = outreach.draft(pattern, other, profile, introducer=other, topic=theirs)
    plain = outreach.draft(pattern, Person(id="x", name=""), Profile())
    assert message.body.count("\n") == plain.body.count("\n")
    for line in (message.subject, message.to, message.to_email, *message.body.split("\n")):
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ud800-\udfff]", line)
    if message.context["channel"] == "note":
        assert len(message.body) <= outreach.NOTE_LIMIT


def test_a_value_is_not_read_as_a_field_again() -> None:
    message = outreach.draft("cold-email", person(HOSTILE), ME)
    assert "Dear Eve Bcc: all@example.org {my_name} [[x]] <img src=x onerror=alert(1)>," in (
        message.body
    )


@pytest.mark.parametrize(
    ("name", "family", "greeting"),
    [
        ("Dr. Amara Okafor", "Okafor", "Dr. Okafor"),
        ("Amara Okafor, PhD", "Okafor, PhD", "Dr. Okafor"),
        ("Prof. Dr. Jonas Brandt", "Brandt", "Professor Brandt"),
        ("Ms Lena van der Berg", "van der Berg", "Ms. van der Berg"),
        ("Dr Lena van der Berg", "", "Dr. Lena van der Berg"),
        ("Amara Okafor", "Okafor", "Amara Okafor"),
        ("Md Rahman", "Rahman", "Md Rahman"),
        ("Sukarno", "", "Sukarno"),
    ],
)
def test_the_greeting_uses_a_title_only_when_one_is_known(
    name: str, family: str, greeting: str
) -> None:
    them = Person(id="x", name=name, family_name=family)
    assert outreach.draft("cold-email", them, ME).body.startswith(f"Dear {greeting},\n")


def test_an_introduction_is_asked_of_the_introducer() -> None:
    message = outreach.draft("introduction-email", AMARA, ME, introducer=GORAN)
    assert (message.to, message.to_email) == ("Goran Vukadinčić", "goran@example.org")
    assert message.body.startswith("Hello Goran,")
    assert "Amara Okonjo-Reyes" in message.body


def test_the_topic_given_goes_before_the_profiles_interest() -> None:
    message = outreach.draft("cold-email", AMARA, ME, topic="medical writing")
    assert "medical writing" in message.body
    assert "medicines" not in message.body


def test_an_unknown_pattern_or_field_is_named() -> None:
    with pytest.raises(BadInput, match=r"no pattern 'cold-mail'; did you mean 'cold-email'\?"):
        outreach.draft("cold-mail", AMARA, ME)
    pattern = Pattern(
        id="own", kind=MessageKind.REQUEST, channel="email", connection="none", title="t",
        when="w", source="sfu", body="Dear {their_nam}",
    )  # fmt: skip
    with pytest.raises(ContentError, match=r"field 'their_nam'; did you mean 'their_name'\?"):
        outreach.draft(pattern, AMARA, ME)


@pytest.mark.parametrize(
    ("how_known", "groups", "introducer", "pattern"),
    [
        (HowKnown.NOT_SAID, ("Lakeside alumni",), GORAN, "referral-email"),
        (HowKnown.CLOSE, ("Lakeside alumni",), None, "reconnect-email"),
        (HowKnown.MET_ONCE, (), None, "event-email"),
        (HowKnown.STRANGER, ("Tidewater Meeting",), None, "event-email"),
        (HowKnown.STRANGER, ("Tidewater Meeting", "Lakeside alumni"), None, "alumni-email"),
        (HowKnown.STRANGER, (), None, "cold-email"),
    ],
)
def test_the_pattern_follows_what_links_them(
    how_known: HowKnown, groups: tuple[str, ...], introducer: Person | None, pattern: str
) -> None:
    them = Person(id="x", name="A B", how_known=how_known, groups=groups)
    assert outreach.suggest_pattern(them, ME, introducer) == pattern


# A mail file


def test_an_eml_is_a_draft_that_the_stdlib_reads_back() -> None:
    message = Message(
        body="Dear Zoë,\n\nÇok teşekkürler ~ 谢谢.\n" + "long " * 300,
        subject="Über die Frage: naïve Zeichen",
        to="Zoë “Z” O'Brien, Jr.",
        to_email="zoe@example.org",
    )
    data = outreach.to_eml(message, ME)
    mail = parsed(data)
    assert mail["X-Unsent"] == "1"
    assert mail["Subject"] == message.subject
    assert mail["To"].addresses[0].display_name == message.to
    assert mail["To"].addresses[0].addr_spec == "zoe@example.org"
    assert mail["From"].addresses[0].addr_spec == "imani@example.org"
    assert text_of(mail) == message.body + "\n"
    assert mail.get_content_type() == "text/plain"
    assert not mail.defects
    assert mail["Date"] is None
    assert mail["Message-ID"] is None
    assert data.isascii()
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(map(len, data.split(b"\r\n"))) <= 998


def test_an_eml_without_addresses_and_subject_has_no_such_headers() -> None:
    mail = parsed(outreach.to_eml(Message(body="Dear Amara,", to="Amara"), Profile()))
    assert set(mail.keys()) == {
        "X-Unsent", "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    }  # fmt: skip


@pytest.mark.parametrize("bad", ["a\r\nBcc: x@example.org", "a\nb", "a\rb", "a\x00b", "a\u2028b"])
def test_header_injection_is_refused_without_repeating_the_value(bad: str) -> None:
    good = {"body": "x", "to_email": "a@example.org"}
    tries = [
        (Message(**good, subject=bad), ME),
        (Message(**good, to=bad), ME),
        (Message(body="x", to_email=bad), ME),
        (Message(**good), Profile(name=bad, email="me@example.org")),
        (Message(**good), Profile(name="Me", email=bad)),
    ]
    for message, sender in tries:
        with pytest.raises(BadInput, match="control character") as refused:
            outreach.to_eml(message, sender)
        assert "Bcc" not in str(refused.value)


@pytest.mark.parametrize("bad", ["nobody", "a@", "@example.org", "a b@example.org",
                                 "a@example.org, b@example.org", "jörg@example.org"])  # fmt: skip
def test_an_address_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(BadInput, match="the recipient's address is not an e-mail address"):
        outreach.to_eml(Message(body="x", to_email=bad), ME)


def test_a_broken_character_is_refused() -> None:
    message = Message(body="\ud800", to_email="a@example.org")
    with pytest.raises(BadInput, match="broken character"):
        outreach.to_eml(message, ME)
    with pytest.raises(BadInput, match="broken character"):
        outreach.mailto(message)


@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=80),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=80),
)
def test_any_text_survives_the_mail(body: str, subject: str, name: str) -> None:
    message = Message(body=body, subject=subject, to=name, to_email="a@example.org")
    mail = parsed(outreach.to_eml(message, ME))
    assert set(mail.keys()) <= {
        "X-Unsent", "From", "To", "Subject", "Content-Type", "Content-Transfer-Encoding",
        "MIME-Version",
    }  # fmt: skip
    assert [a.addr_spec for a in mail["To"].addresses] == ["a@example.org"]
    lines = body.replace("\r\n", "\n").replace("\r", "\n")
    assert text_of(mail).rstrip("\n") == lines.rstrip("\n")


@pytest.mark.parametrize(
    ("to", "kind", "name"),
    [
        ("Zoë O'Brien", MessageKind.THANK_YOU, "thank-you-zoe-o-brien.eml"),
        ("../../etc/passwd", MessageKind.REQUEST, "request-etc-passwd.eml"),
        ("王小明", MessageKind.REQUEST, "request.eml"),
        ("x" * 300, MessageKind.FOLLOWUP, f"followup-{'x' * 51}.eml"),
    ],
)
def test_a_file_name_is_a_safe_slug(to: str, kind: MessageKind, name: str) -> None:
    assert outreach.eml_name(Message(body="", to=to, kind=kind)) == name


# Links


def test_mailto_goes_through_urllib_and_back() -> None:
    message = Message(
        body="Dear Zoë,\n\n100 % of 1+1 & more?\r\n#end", subject="A & B = C?",
        to_email="zoe+x@example.org",
    )  # fmt: skip
    link = outreach.mailto(message)
    parts = urlsplit(link.url)
    assert unquote(parts.path) == "zoe+x@example.org"
    assert parse_qs(parts.query, strict_parsing=True) == {
        "subject": ["A & B = C?"],
        "body": ["Dear Zoë,\r\n\r\n100 % of 1+1 & more?\r\n#end"],
    }
    assert "%0D%0A" in link.url
    assert "+" not in parts.query
    assert link.length == len(link.url)
    assert link.fits
    assert not outreach.mailto(Message(body="x" * 2000)).fits


def test_compose_links_carry_the_same_message() -> None:
    message = Message(body="Dear Zoë,\nthank you.", subject="A & B", to_email="zoe@example.org")
    for link, subject, host in (
        (outreach.gmail(message), "su", "mail.google.com"),
        (outreach.outlook(message), "subject", "outlook.office.com"),
    ):
        parts = urlsplit(link.url)
        query = parse_qs(parts.query, strict_parsing=True)
        assert (parts.scheme, parts.netloc) == ("https", host)
        assert query["to"] == ["zoe@example.org"]
        assert query[subject] == ["A & B"]
        assert query["body"] == ["Dear Zoë,\r\nthank you."]


@pytest.mark.parametrize("link", [outreach.mailto, outreach.gmail, outreach.outlook])
def test_a_link_takes_no_second_recipient_by_the_back_door(link: object) -> None:
    assert callable(link)
    url = link(Message(body="x", to_email="a@example.org?bcc=b@example.org&cc=c@example.org")).url
    assert not {"bcc", "cc"} & parse_qs(urlsplit(url).query).keys()
    with pytest.raises(BadInput, match="control character"):
        link(Message(body="x", to_email="a@example.org\r\nBcc: b@example.org"))
