"""One view for each step of a lesson; a cell shows one."""

from informint.views.agenda import Agenda
from informint.views.annotate import Annotate
from informint.views.between import Between
from informint.views.board import Board
from informint.views.card import ProgressCard
from informint.views.contacts import ContactsImport
from informint.views.debrief import Debrief
from informint.views.draft import Draft
from informint.views.duplicates import Duplicates
from informint.views.goal import Goal
from informint.views.introductions import Introductions
from informint.views.keep import Keep
from informint.views.network import Network
from informint.views.notes import Notes
from informint.views.nudge import Nudge
from informint.views.people import People
from informint.views.pictures import Pictures, PracticeOverTime
from informint.views.profile import AboutYou
from informint.views.questions import Questions
from informint.views.quiz import Quiz
from informint.views.record import Record
from informint.views.request import Request
from informint.views.talk import Talk
from informint.views.targets import Targets
from informint.views.thanks import Thanks

__all__ = [
    "AboutYou",
    "Agenda",
    "Annotate",
    "Between",
    "Board",
    "ContactsImport",
    "Debrief",
    "Draft",
    "Duplicates",
    "Goal",
    "Introductions",
    "Keep",
    "Network",
    "Notes",
    "Nudge",
    "People",
    "Pictures",
    "PracticeOverTime",
    "ProgressCard",
    "Questions",
    "Quiz",
    "Record",
    "Request",
    "Talk",
    "Targets",
    "Thanks",
]
