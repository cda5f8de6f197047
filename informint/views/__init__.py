"""One view for each step of a lesson; a cell shows one."""

from informint.views.agenda import Agenda
from informint.views.annotate import Annotate
from informint.views.contacts import ContactsImport
from informint.views.debrief import Debrief
from informint.views.draft import Draft
from informint.views.goal import Goal
from informint.views.network import Network
from informint.views.people import People
from informint.views.profile import AboutYou
from informint.views.questions import Questions
from informint.views.quiz import Quiz
from informint.views.record import Record
from informint.views.request import Request
from informint.views.talk import Talk
from informint.views.targets import Targets

__all__ = [
    "AboutYou",
    "Agenda",
    "Annotate",
    "ContactsImport",
    "Debrief",
    "Draft",
    "Goal",
    "Network",
    "People",
    "Questions",
    "Quiz",
    "Record",
    "Request",
    "Talk",
    "Targets",
]
