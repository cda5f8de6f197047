"""The saved draft of one person as a mail."""

from dataclasses import replace

from informint import outreach
from informint.errors import BadInput, IllegalStep
from informint.journal import Journal


def to_eml(journal: Journal, person: str | None, draft: str = "") -> bytes:
    """Return a draft as an ``.eml`` file, addressed where an address is known.

    Args:
        journal: whose drafts.
        person: whose draft; an ``.eml`` file holds one mail.
        draft: its slot; not needed where there is but one.

    Raises:
        BadInput: when no person is named, or a draft is missing or not the only one.
        IllegalStep: when there is no such person.
    """
    if person is None:
        message = "An .eml file holds one mail: say whose draft with --person."
        raise BadInput(message)
    state = journal.state
    if person not in state.people:
        message = "There is no such person in the journal."
        raise IllegalStep(message)
    drafts = state.drafts.get(person, {})
    if not drafts:
        message = "No draft is saved for this person."
        raise BadInput(message)
    slot = draft or next(iter(drafts))
    if slot not in drafts or (not draft and len(drafts) > 1):
        message = f"This person has the drafts {', '.join(drafts)}: say which with --draft."
        raise BadInput(message)
    mail, whom = drafts[slot], state.people[person]
    mail = replace(mail, to=mail.to or whom.name, to_email=mail.to_email or whom.email)
    return outreach.to_eml(mail, state.profile)
