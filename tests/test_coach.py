"""The coach: every rule on its own examples, and what a review says."""

import json
import re
from dataclasses import replace

import pytest

from informint import coach, content, outreach
from informint.content.schema import Example, Rule
from informint.errors import BadInput, ContentError
from informint.model import Message, MessageKind, Person, Profile, Severity
from informint.reading.said import Heard

GOOD = """\
Dear Ms. Haldane,

Lucia Ferrer, who sings with you in the harbour choir, suggested that I write to you. I teach \
chemistry and am curious about patent work, and Lucia tells me that you made this move.

Could I ask you how you prepared for it, for 20 minutes by phone on any day that suits you? I \
will keep to the time.

With thanks,
Tom Riera
"""
BAD = """\
Dear Sir or Madam,

I would like to learn about your work for an hour. I have attached my CV. Is there a job for me?
"""


def examples(kind: str) -> list[object]:
    return [
        pytest.param(rule.id, example, id=f"{rule.id}-{n}")
        for rule in content.rules()
        for n, example in enumerate(getattr(rule, kind))
    ]


def found(example: Example) -> set[str]:
    message = Message(
        body=example.body.strip("\n"),
        subject=example.subject,
        to=example.to,
        context=example.context,
    )
    heard = Heard(said=example.said, promised=example.promised, whole=example.whole)
    review = coach.check_message(message, kind=example.kind, heard=heard)
    return {f.rule for f in review.findings}


@pytest.mark.parametrize(("rule", "example"), examples("hit"))
def test_a_rule_speaks_on_its_hits(rule: str, example: Example) -> None:
    assert rule in found(example)


@pytest.mark.parametrize(("rule", "example"), examples("miss"))
def test_a_rule_is_silent_on_its_misses(rule: str, example: Example) -> None:
    assert rule not in found(example)


def test_a_good_request_is_ready_and_praised() -> None:
    review = coach.check_message(Message(body=GOOD, subject="Referred by Lucia Ferrer"))
    assert review.ready
    assert {f.severity for f in review.findings} == {Severity.PRAISE}


def test_findings_come_by_severity_and_then_by_place() -> None:
    review = coach.check_message(Message(body=BAD, subject=""))
    assert not review.ready
    order = [list(Severity).index(f.severity) for f in review.findings]
    assert order == sorted(order)
    musts = [f for f in review.findings if f.severity is Severity.MUST]
    spans = [f.span for f in musts if f.span]
    assert spans == sorted(spans)
    quoted = {f.rule: BAD[slice(*f.span)] for f in musts if f.span}
    assert {"generic-salutation", "over-30-minutes", "cv-attached", "job-ask"} <= quoted.keys()
    assert "Sir or Madam" in quoted["generic-salutation"]
    assert "hour" in quoted["over-30-minutes"]
    assert "CV" in quoted["cv-attached"]


def test_a_rule_can_be_set_aside() -> None:
    message = Message(body=BAD, subject="A question")
    rules = {f.rule for f in coach.check_message(message).findings}
    less = coach.check_message(message, set_aside={"job-ask", "no-longer-there"})
    assert {f.rule for f in less.findings} == rules - {"job-ask"}


def test_what_is_missing_has_no_place() -> None:
    body = "Dear Ms. Haldane,\n\nCould I ask you how you prepared for the exams?\n\nTom Riera"
    by_rule = {f.rule: f for f in coach.check_message(Message(body=body)).findings}
    assert by_rule["no-thanks"].span is None
    assert by_rule["empty-subject"].span is None


def test_the_review_prints_as_words_and_quotes_only_the_spans() -> None:
    review = coach.check_message(Message(body=BAD, subject="x"))
    text = str(review)
    assert text.startswith("Request of ")
    assert "not ready to go out yet" in text
    assert "Mend before it goes out" in text
    assert '"Dear Sir or Madam' in text
    assert "Says NIH OITE." in text
    assert "Others differ: " in text
    assert "!" not in text
    quotes = re.findall(r'^ +"(.*?)(?:\.\.\.)?"$', text, re.MULTILINE)
    spans = {" ".join(BAD[slice(*f.span)].split()) for f in review.findings if f.span}
    assert quotes
    assert all(any(span.startswith(q) for span in spans) for q in quotes)
    assert "would like to learn" not in repr(review)


def test_ipython_shows_the_words() -> None:
    shown: list[str] = []

    class Printer:
        def text(self, text: str) -> None:
            shown.append(text)

    review = coach.check_message(Message(body=BAD))
    review._repr_pretty_(Printer(), cycle=False)
    assert shown == [str(review)]


def test_the_json_is_the_contracts() -> None:
    review = coach.check_message(Message(body=BAD, subject="A question"))
    data = json.loads(json.dumps(coach.to_json(review)))
    assert list(data) == [
        "kind", "words", "elements", "duration_minutes", "connection_type", "ready", "findings",
    ]  # fmt: skip
    assert set(data["elements"]) == {
        "asks_informational", "names_duration", "offers_channel", "promises_time_limit",
        "mentions_connection", "personalised", "asks_for_job", "attaches_resume", "says_thanks",
        "asks_referral", "about_them", "specific_takeaway", "generic_salutation",
        "flexible_scheduling",
    }  # fmt: skip
    assert data["elements"]["attaches_resume"]["present"] is True
    assert all(a < b for a, b in data["elements"]["attaches_resume"]["spans"])
    assert data["elements"]["says_thanks"] == {"present": False, "spans": []}
    assert data["duration_minutes"] == [60, 60]
    assert data["ready"] is False
    for finding in data["findings"]:
        assert list(finding) == ["rule", "severity", "span", "message", "why", "hint", "source"]
    by_rule = {finding["rule"]: finding for finding in data["findings"]}
    assert by_rule["job-ask"]["source"] == "NIH OITE"
    assert by_rule["no-thanks"]["span"] is None


# What a message is for

THANKS = "Dear Ms. Haldane,\n\nThank you for your time on Monday. You advised me to sit in on a \
hearing first, and I have signed up for one.\n\nKind regards,\nTom"


def test_thanks_after_a_talk_are_taken_for_a_thank_you() -> None:
    assert coach.check_message(Message(body=THANKS)).kind is MessageKind.THANK_YOU
    assert coach.check_message(Message(body=GOOD)).kind is MessageKind.REQUEST
    assert coach.check_message(Message(body=BAD)).kind is MessageKind.REQUEST


def test_a_kind_that_is_given_wins() -> None:
    message = Message(body=THANKS, kind=MessageKind.FOLLOWUP)
    assert coach.check_message(message).kind is MessageKind.FOLLOWUP
    review = coach.check_message(message, kind=MessageKind.SCHEDULING)
    assert review.kind is MessageKind.SCHEDULING


# What stands beside the text


def test_a_cv_among_the_attached_files_is_seen() -> None:
    for files, seen in (("poster.png; Tom_Riera_CV.pdf", True), ("cvetkov map.pdf", False)):
        message = Message(body=GOOD, subject="Referred by L", context={"attachments": files})
        rules = {f.rule for f in coach.check_message(message).findings}
        assert ("cv-attached" in rules) is seen


def test_a_note_needs_no_subject() -> None:
    message = Message(body=GOOD, context={"channel": "note"})
    assert "empty-subject" not in {f.rule for f in coach.check_message(message).findings}


# What a learner might write into the open slots of the patterns.
WORDS = {
    "What you read, heard or noticed of their work, and what it made you ask yourself.":
        "Your essay on reading old patents made me wonder how you learned to see what is new.",
    "what in their work caught your eye": "Your essay on reading old patents",
    "What in their path since then made you curious.":
        "You went from the bench to patents in a year, and I wonder how you prepared for it.",
    "what in their path": "your step from the bench to patents",
    "What they told you of this person, and what it made you ask yourself.":
        "Goran tells me that you once taught too, and I wonder how you made the change.",
    "what they told you of this person": "you once taught too",
    "what they said or did there, and why it stayed with you":
        "your story of the patent on a paper clip made me want to hear more",
    "what they said there": "your story of the paper clip stayed with me",
    "How you know each other, when you last spoke, and what you remember of it.":
        "It is two years since we shared the late bus from the institute.",
    "A word on how you two know each other, or on when you last spoke.":
        "I often think of our winter in the reading group.",
    "what caught your eye": "you wrote an essay on reading old patents",
    "When you wrote": "Last Tuesday",
    "the one thing you would like to ask": "how you came to patents",
    "the number, link or place you agreed on": "the number in your signature",
    "their reason, in your words, or simply: this is not a good time": "the spring is full",
    "the day or the topic of your talk": "Tuesday",
    "One thing they told you, in your words.":
        "Your advice to read one patent a day before deciding was the best I have had.",
    "What you have done with it since, or will do next.":
        "I have read four, and have signed up for the evening course.",
    "What you promised in the talk, with a day.":
        "As promised, I will send you the drawing by Friday.",
    "whom they named": "Ms. Aalto",
    "the day you will do it": "Monday",
    "two or three times, with the time zone":
        "Tuesday at 10:00 or Thursday at 15:30 (Central European Time)",
    "the day and hour you agreed on, with the time zone": "Tuesday at 10:00, Helsinki time",
    "what came up, in half a sentence": "I have been asked to stand in for a colleague",
    "the weeks you can offer": "the next three weeks",
}  # fmt: skip


@pytest.mark.parametrize("pattern", sorted(content.patterns()))
def test_only_the_open_slots_keep_a_pattern_back(pattern: str) -> None:
    person = Person(
        id="x", name="Ms. Nora Haldane", family_name="Haldane", given_name="Nora",
        company="Norvik", position="patent examiner",
        groups=("Lakeside alumni", "Tidewater Meeting"),
    )  # fmt: skip
    me = Profile(name="Tom Riera", role="teacher", organisation="Eastholm", interest="patent work")
    other = Person(id="y", name="Goran Ilic", given_name="Goran")
    draft = outreach.draft(pattern, person, me, introducer=other)
    open_slots = coach.check_message(draft, kind=draft.kind)
    assert "placeholder" in musts(open_slots)
    filled = replace(draft, body=fill(draft.body), subject=fill(draft.subject))
    assert musts(coach.check_message(filled, kind=draft.kind)) == set()


def musts(review: coach.Review) -> set[str]:
    return {f.rule for f in review.findings if f.severity is Severity.MUST}


def fill(text: str) -> str:
    return re.sub(r"\[\[(.*?)\]\]", lambda slot: WORDS[slot[1]], text)


# Checklists


def test_nihs_list_follows_the_findings() -> None:
    good = coach.checklist(coach.check_message(Message(body=GOOD, subject="Referred by Lucia")))
    assert {item.met for item in good} == {True, None}
    bad = coach.checklist(coach.check_message(Message(body=BAD)), "nih")
    unmet = {item.finding.rule for item in bad if item.finding}
    assert {"empty-subject", "generic-salutation", "job-ask", "over-30-minutes"} <= unmet
    assert all((item.met is False) == (item.finding is not None) for item in bad)


def test_a_lists_limit_of_words_is_its_last_line() -> None:
    review = coach.check_message(Message(body=GOOD))
    words = review.reading.words
    for name, limit in (("dalton", 74), ("sfu", 99)):
        last = coach.checklist(review, name)[-1]
        assert last.text == f"It has at most {limit} words (this one has {words})."
        assert last.met is (words <= limit)


def test_checklists_are_for_requests() -> None:
    assert coach.checklist(coach.check_message(Message(body=THANKS))) == ()
    with pytest.raises(BadInput, match=r"no checklist 'dahlton'; did you mean 'dalton'\?"):
        coach.checklist(coach.check_message(Message(body=GOOD)), "dahlton")


# Mistakes in rules


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"present": ("ask_for_job",)}, "mark 'ask_for_job'; did you mean 'asks_for_job'"),
        ({"absent": ("presure",)}, "mark 'presure'; did you mean 'pressure'"),
        ({"above": {"word": 3}}, "figure 'word'; did you mean 'words'"),
        ({"below": {"minute": 3}}, "figure 'minute'; did you mean 'minutes'"),
        ({"source": "sfo"}, "source 'sfo'; did you mean 'sfu'"),
    ],
)
def test_a_rule_that_names_something_unknown_is_refused(
    change: dict[str, object], sentence: str
) -> None:
    example = Example(body="x")
    fields: dict[str, object] = {
        "id": "own", "severity": Severity.MUST, "kinds": (MessageKind.REQUEST,), "message": "m",
        "why": "w", "source": "sfu", "hit": (example, example), "miss": (example, example),
    }  # fmt: skip
    rule = Rule(**fields | change)  # type: ignore[arg-type]
    with pytest.raises(ContentError, match=f"^rule 'own': unknown {re.escape(sentence)}"):
        coach.check_rules([rule])
