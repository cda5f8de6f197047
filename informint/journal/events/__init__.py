"""What a journal can hold: one class an event, and nothing but its data.

What an event changes is said in ``changes.py``, when it is refused in ``refusals.py``. Whoever adds
a kind adds it to ``AnyEvent`` and to ``people.Forgetting``'s tests, and raises ``store.VERSION``,
since an older informint could not read it.
"""

from informint.journal.events.base import (
    Aware,
    Erased,
    Event,
    Number,
    OnPerson,
    Plain,
    Text,
    Undone,
    Weight,
)
from informint.journal.events.contact import (
    Acquainted,
    AgendaSaved,
    BroughtBack,
    Drafted,
    NameUseAnswered,
    NotesSaved,
    PeopleMerged,
    PeopleParted,
    PeopleToldApart,
    PersonEdited,
    PersonFound,
    ReminderDismissed,
    SetAside,
    Shortlisted,
    Tagged,
    TimesOffered,
    Unacquainted,
    Unshortlisted,
    Untagged,
)
from informint.journal.events.learner import (
    CadenceChosen,
    GoalSet,
    ProfileSet,
    QuizAnswered,
    RuleBroughtBack,
    RuleSetAside,
    WeightsSet,
)
from informint.journal.events.moves import (
    Move,
    Nudged,
    Referred,
    Replied,
    ReportedBack,
    Rested,
    Scheduled,
    Sent,
    Talked,
    Thanked,
)
from informint.journal.events.practice import (
    OnPractice,
    PracticeBegan,
    PracticeCorrected,
    PracticeEnded,
    PracticeJudged,
    PracticeThanked,
    PracticeTurned,
)

AnyEvent = (
    ProfileSet | GoalSet | WeightsSet | CadenceChosen | QuizAnswered | RuleSetAside
    | RuleBroughtBack
    | PersonFound | PersonEdited | Tagged | Untagged | Shortlisted | Unshortlisted
    | SetAside | BroughtBack | Drafted | AgendaSaved | NotesSaved | Acquainted | Unacquainted
    | NameUseAnswered | PeopleMerged | PeopleParted | PeopleToldApart | ReminderDismissed
    | TimesOffered
    | Sent | Nudged | Replied | Scheduled | Talked | Thanked
    | Referred | ReportedBack | Rested | PracticeBegan | PracticeTurned | PracticeCorrected
    | PracticeEnded | PracticeJudged | PracticeThanked | Undone | Erased
)  # fmt: skip

__all__ = [
    "Acquainted", "AgendaSaved", "AnyEvent", "Aware", "BroughtBack", "CadenceChosen", "Drafted",
    "Erased", "Event", "GoalSet", "Move", "NameUseAnswered", "NotesSaved", "Nudged", "Number",
    "OnPerson", "OnPractice", "PeopleMerged", "PeopleParted", "PeopleToldApart", "PersonEdited",
    "PersonFound", "Plain", "PracticeBegan",
    "PracticeCorrected", "PracticeEnded", "PracticeJudged", "PracticeThanked", "PracticeTurned",
    "ProfileSet", "QuizAnswered", "Referred", "ReminderDismissed", "Replied", "ReportedBack",
    "Rested",
    "RuleBroughtBack", "RuleSetAside", "Scheduled", "Sent", "SetAside", "Shortlisted", "Tagged",
    "Talked", "Text", "Thanked", "TimesOffered", "Unacquainted", "Undone", "Unshortlisted",
    "Untagged", "Weight", "WeightsSet",
]  # fmt: skip
