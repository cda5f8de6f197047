"""The journal as Markdown: to read, to print, to put into one's notes."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC

from informint import content
from informint.exports.whom import people
from informint.journal import Journal, State
from informint.markdown import literal
from informint.model import Message, Person, Preparation, TalkNotes


def to_markdown(journal: Journal, person: str | None = None) -> bytes:
    """Return what the learner has done and written, person by person, as Markdown.

    Whoever was only found is named in a list at the end. What anybody wrote is taken literally:
    no sign in it means anything to Markdown or HTML.
    """
    state = journal.state
    parts = [*_learner(state)] if person is None else []
    told = [p for p in people(state, person) if person or _has_more(state, p.id)]
    for p in told:
        parts += _person(state, p)
    others = [p for p in people(state, person) if p not in told]
    if others:
        parts += [f"## Everybody else ({len(others):,})", "\n".join(f"- {_who(p)}" for p in others)]
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _has_more(state: State, person: str) -> bool:
    return len(state.progress[person].path) > 1 or any(
        person in where
        for where in (state.drafts, state.preparations, state.notes, state.tags, state.shortlist)
    )


def _learner(state: State) -> Iterator[str]:
    yield "# My informational interviews"
    if state.profile.name:
        yield f"Of {literal(state.profile.name)}"
    if state.goal:
        yield f"What I want to find out: {literal(state.goal)}"


def _person(state: State, person: Person) -> Iterator[str]:
    yield f"## {_who(person)}"
    progress = state.progress[person.id]
    yield "\n".join(f"- {at:%Y-%m-%d}: {stage.replace('_', ' ')}" for stage, at in progress.path)
    facts = dict(_facts(state, person))
    if facts:
        yield "\n".join(f"- {what}: {literal(said)}" for what, said in facts.items())
    for slot, message in state.drafts.get(person.id, {}).items():
        yield f"### Draft: {literal(slot.replace('_', ' '))}"
        yield _message(message)
    if prepared := state.preparations.get(person.id):
        yield from _prepared(prepared)
    if notes := state.notes.get(person.id):
        yield from _notes(notes)


def _facts(state: State, person: Person) -> Iterator[tuple[str, str]]:
    meeting = state.progress[person.id].meeting
    introduction = state.introductions.get(person.id)
    facts = {
        "E-mail": person.email,
        "Profile": person.profile_url,
        "You share": ", ".join(person.groups),
        "Tags": ", ".join(state.tags.get(person.id, ())),
        "Shortlisted": "yes" if person.id in state.shortlist else "",
        "Talk": f"{meeting.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if meeting else "",
        "Introduced by": state.people[introduction.by].name
        if introduction and introduction.by in state.people
        else "",
    }
    yield from ((what, said) for what, said in facts.items() if said)


def _message(message: Message) -> str:
    lines = [f"Subject: {message.subject}", ""] if message.subject else []
    return "\n".join(f"> {literal(line)}" for line in (*lines, *message.body.splitlines()))


def _prepared(prepared: Preparation) -> Iterator[str]:
    known = content.goals()
    goals = [known[goal].text if goal in known else goal for goal in prepared.goals]
    yield from _listed("What I want to know", goals)
    yield from _listed("My questions", prepared.questions, numbered=True)
    look_ups = {look_up.id: look_up.text for look_up in content.look_ups()}
    yield from _pairs(
        "What I looked up", {look_ups.get(k, k): v for k, v in prepared.notes.items()}
    )


def _notes(notes: TalkNotes) -> Iterator[str]:
    yield from _pairs("What they said", notes.answers)
    yield from _pairs("My notes", {k.replace("_", " "): v for k, v in notes.points.items()})


def _listed(title: str, items: Iterable[str], *, numbered: bool = False) -> Iterator[str]:
    lines = [
        f"{n}. {literal(item)}" if numbered else f"- {literal(item)}"
        for n, item in enumerate(items, 1)
    ]
    if lines:
        yield f"### {title}"
        yield "\n".join(lines)


def _pairs(title: str, pairs: Mapping[str, str]) -> Iterator[str]:
    yield from _listed(title, (f"{what}: {said}" for what, said in pairs.items() if said))


def _who(person: Person) -> str:
    return literal(", ".join(filter(None, (person.name, person.position, person.company))))
