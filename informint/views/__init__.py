"""One view for each step of a lesson; a cell shows one."""

from informint.views.contacts import ContactsImport
from informint.views.draft import Draft
from informint.views.goal import Goal
from informint.views.network import Network
from informint.views.people import People
from informint.views.profile import AboutYou
from informint.views.quiz import Quiz
from informint.views.record import Record
from informint.views.request import Request
from informint.views.targets import Targets

__all__ = [
    "AboutYou",
    "ContactsImport",
    "Draft",
    "Goal",
    "Network",
    "People",
    "Quiz",
    "Record",
    "Request",
    "Targets",
]
