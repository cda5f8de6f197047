"""Whom an export is about: everybody, or one person by id or name."""

from collections.abc import Sequence

from informint.contacts import name_key
from informint.errors import BadInput, IllegalStep
from informint.journal import State
from informint.model import Person


def find_person(state: State, wanted: str) -> str:
    """Return the id of the person who is called so, or has this id or e-mail address.

    Raises:
        BadInput: when nobody is, or several are; the sentence holds their ids and no names.
    """
    ident = state.now_known_as(wanted)
    if ident in state.people:
        return ident
    key, address = name_key(wanted), wanted.strip().casefold()
    found = [
        p.id
        for p in state.people.values()
        if p.email.casefold() == address or (key and name_key(p.name) == key)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        message = "nobody in the journal has this name, e-mail address or id"
    else:
        message = f"{len(found)} people have this name; say which by id: {', '.join(found)}"
    raise BadInput(message)


def people(state: State, person: str | None) -> Sequence[Person]:
    """Return everybody by name, or the one person.

    Raises:
        IllegalStep: when there is no such person.
    """
    if person is not None and person not in state.people:
        message = "There is no such person in the journal."
        raise IllegalStep(message)
    if person is not None:
        return [state.people[person]]
    return sorted(state.people.values(), key=lambda p: (p.name.casefold(), p.id))
