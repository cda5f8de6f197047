"""What becomes known of a person, and what the learner writes for them; none of it is a step."""

from informint.journal.events.base import Event, OnPerson, Text
from informint.model import HowKnown, Message, Person, Preparation, TalkNotes


class PersonFound(Event, frozen=True):
    """A person came into the journal, by hand or from an import."""

    said = ("added a person", "added {n:,} people")
    person: Person


class PersonEdited(Event, frozen=True):
    """What is known of a person changed; this is all that is known now."""

    said = ("changed a person", "changed {n:,} people")
    person: Person


class Tagged(OnPerson, frozen=True):
    """The learner put a tag on a person."""

    said = ("tagged a person", "put on {n:,} tags")
    tag: Text


class Untagged(OnPerson, frozen=True):
    """The learner took a tag off a person."""

    said = ("took a tag off a person", "took off {n:,} tags")
    tag: Text


class Shortlisted(OnPerson, frozen=True):
    """The learner means to write to a person."""

    said = ("shortlisted a person", "shortlisted {n:,} people")


class Unshortlisted(OnPerson, frozen=True):
    """The learner took a person off the shortlist."""

    said = ("took a person off the shortlist", "took {n:,} people off the shortlist")


class SetAside(OnPerson, frozen=True):
    """The learner does not mean to write to a person; this takes them off the shortlist too."""

    said = ("set a person aside", "set {n:,} people aside")
    reason: str = ""


class BroughtBack(OnPerson, frozen=True):
    """The learner wants to see a person again whom they had set aside."""

    said = ("brought a person back", "brought {n:,} people back")


class Drafted(OnPerson, frozen=True):
    """A draft was saved; a request may bring the person to the stage ``drafted``.

    ``slot`` keeps drafts apart: the kind of the message, or any other name, such as ``note``.
    """

    said = ("saved a draft", "saved {n:,} drafts")
    message: Message
    slot: Text = "request"


class AgendaSaved(OnPerson, frozen=True):
    """What the learner prepared for the talk with a person was saved."""

    said = ("saved a plan for a talk", "saved {n:,} plans for talks")
    prepared: Preparation


class NotesSaved(OnPerson, frozen=True):
    """What the learner noted in the real talk with a person was saved."""

    said = ("saved the notes of a talk", "saved the notes of {n:,} talks")
    notes: TalkNotes


class Acquainted(OnPerson, frozen=True):
    """Two people in the journal know each other, by the learner's word, and this well."""

    said = ("noted who knows whom", "noted {n:,} times who knows whom")
    to: Text
    how_known: HowKnown = HowKnown.NOT_SAID


class Unacquainted(OnPerson, frozen=True):
    """The learner takes back that two people know each other."""

    said = ("took back who knows whom", "took back {n:,} times who knows whom")
    to: Text


class NameUseAnswered(OnPerson, frozen=True):
    """A person who named ``to`` was asked afterwards if the learner may use their name there."""

    said = ("noted whether a name may be used", "noted {n:,} times whether a name may be used")
    to: Text
    may_name: bool


class TimesOffered(OnPerson, frozen=True):
    """The learner offered times for the talk, and waits for one to be chosen."""

    said = ("noted that you offered times", "noted {n:,} times that you offered times")


class PeopleMerged(OnPerson, frozen=True):
    """Two people turned out to be one: ``gone`` is the id that is no longer used."""

    said = ("merged two entries of a person", "merged {n:,} entries into others")
    gone: Text


class PeopleParted(OnPerson, frozen=True):
    """Two people who were merged are two after all."""

    said = ("parted two people", "parted people {n:,} times")
    gone: Text


class PeopleToldApart(OnPerson, frozen=True):
    """Two people whose entries are alike are two, by the learner's word."""

    said = ("told two people apart", "told people apart {n:,} times")
    other: Text


class ReminderDismissed(OnPerson, frozen=True):
    """The learner does not mean to do what is advised next; a later step may advise it anew."""

    said = ("dismissed a reminder", "dismissed {n:,} reminders")
    action: Text
