"""The referral becomes a person: found, introduced by somebody, and next to be written to."""

from informint.contacts import person_id
from informint.contacts.names import name_of_whole
from informint.errors import BadInput
from informint.journal import State
from informint.journal import events as ev
from informint.model import Person


def newcomer(name: str, *, company: str = "", position: str = "", email: str = "") -> Person:
    """Return somebody new, with the id that an import would give them.

    Raises:
        BadInput: when there is no name.
    """
    name, company, position = (" ".join(text.split()) for text in (name, company, position))
    email = email.strip()
    if not name:
        message = "Somebody who was named has a name: write it down first."
        raise BadInput(message)
    parts = name_of_whole(name)
    return Person(
        id=person_id(name, company, email),
        name=name,
        given_name=parts.given,
        family_name=parts.family,
        company=company,
        position=position,
        email=email,
    )


def namesakes(state: State, person: Person) -> tuple[Person, ...]:
    """Return who in the journal bears the same name: the newcomer may be one of them."""
    name = person.name.casefold()
    return tuple(p for p in state.people.values() if p.name.casefold() == name)


def introduced_by(
    state: State, introducer: str, person: Person, *, may_name: bool | None = None
) -> tuple[ev.AnyEvent, ...]:
    """Return the events by which a person is introduced; record them as one step.

    The person is found if they are new, and shortlisted, so that they stand on the board with a
    day; the introducer is to be told what came of it.

    Args:
        state: of the journal.
        introducer: the id of who named them.
        person: who was named; somebody whose id is in the journal is that somebody.
        may_name: whether the learner may use the introducer's name; None when nobody asked.
    """
    events: list[ev.AnyEvent] = []
    if person.id not in state.people:
        events.append(ev.PersonFound(person))
    events.append(ev.Referred(introducer, to=person.id, may_name=may_name))
    if person.id in state.set_aside:
        events.append(ev.BroughtBack(person.id))
    if person.id not in state.shortlist:
        events.append(ev.Shortlisted(person.id))
    return tuple(events)
