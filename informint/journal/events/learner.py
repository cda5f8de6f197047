"""What the learner says of themself, and chooses for all their messages."""

from informint.journal.events.base import Event, Number, Text, Weight
from informint.model import Profile


class ProfileSet(Event, frozen=True):
    """The learner filled in who they are."""

    said = ("filled in your profile", "filled in your profile")
    profile: Profile


class GoalSet(Event, frozen=True):
    """The learner put their goal into words."""

    said = ("wrote down your goal", "wrote down your goal")
    goal: str


class WeightsSet(Event, frozen=True):
    """The learner weighted the components of the ranking, each from 0 up."""

    said = ("changed the weights of the ranking", "changed the weights of the ranking")
    weights: dict[str, Weight]


class CadenceChosen(Event, frozen=True):
    """The learner chose by whose advice to remind, by the id of a cadence of the content."""

    said = ("chose when to remind", "chose when to remind {n:,} times")
    cadence: Text


class QuizAnswered(Event, frozen=True):
    """The learner picked an answer, counted from 0, in a check of understanding."""

    said = ("answered a question", "answered {n:,} questions")
    lesson: Text
    question: Text
    answer: Number


class RuleSetAside(Event, frozen=True):
    """The learner chose not to be told something again, and says why."""

    said = ("set a rule aside", "set {n:,} rules aside")
    rule: Text
    reason: str


class RuleBroughtBack(Event, frozen=True):
    """The learner wants to be told again."""

    said = ("brought a rule back", "brought {n:,} rules back")
    rule: Text
