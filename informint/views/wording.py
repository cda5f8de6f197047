"""Words the views share for what the model names in one."""

from informint.journal import Stage
from informint.model import Approach, HowKnown, Person, Severity

HOW_KNOWN = {
    HowKnown.NOT_SAID: "Not said",
    HowKnown.CLOSE: "Well: we talk now and then",
    HowKnown.ACQUAINTANCE: "A little: they would know my name",
    HowKnown.MET_ONCE: "We met once",
    HowKnown.STRANGER: "We have never met",
}

APPROACH = {
    Approach.ASK_DIRECTLY: "Ask directly",
    Approach.RECONNECT_FIRST: "Reconnect first",
    Approach.ASK_FOR_INTRODUCTION: "Ask for an introduction",
}

SEVERITY = {
    Severity.MUST: "Must change",
    Severity.SHOULD: "Should change",
    Severity.CONSIDER: "Consider",
    Severity.PRAISE: "Good",
}

STAGE = {
    Stage.FOUND: "Found",
    Stage.DRAFTED: "Drafted",
    Stage.SENT: "Sent",
    Stage.NUDGED: "Nudged",
    Stage.REPLIED: "Replied",
    Stage.SCHEDULED: "Scheduled",
    Stage.TALKED: "Talked",
    Stage.THANKED: "Thanked",
    Stage.REFERRED: "Referred",
    Stage.REPORTED_BACK: "Reported back",
    Stage.RESTING: "Resting",
}

ANSWER = {"yes": "they said yes", "no": "they said no", "later": "they said later"}

MAY_NAME = {True: "Yes, they agreed", False: "They would rather not", None: "I have not asked"}
LEAVE = {"yes": True, "no": False, "": None}  # the values of a field that asks this
LEAVE_WORDS = {value: MAY_NAME[answer] for value, answer in LEAVE.items()}


def leave_value(answer: bool | None) -> str:  # noqa: FBT001  (it is all that there is to tell)
    """Return the field's value for an answer."""
    return next(value for value, known in LEAVE.items() if known is answer)


ADVISED = {"ask": "Ask it", "rephrase": "Rephrase it", "avoid": "Better not"}

TOPIC = {
    "career_path": "Their path",
    "current_role": "What they do",
    "typical_day": "A usual day",
    "likes": "What they like",
    "challenges": "What is hard",
    "skills": "Skills",
    "education": "Studies and training",
    "trends": "Change and outlook",
    "culture": "The organisation and its people",
    "work_life": "Work and life",
    "compensation": "Pay",
    "hiring": "How people get in",
    "advice": "Advice",
    "network": "Whom else to meet",
    "transition": "Changing field",
    "future": "What comes next",
    "resources": "What to read and follow",
    "impact": "What it does for others",
    "other": "Something else",
}

ACTS = {
    "greet": "greets",
    "introduce_self": "says who you are",
    "state_purpose": "says what you want to learn",
    "small_talk": "makes small talk",
    "ask": "asks a question",
    "follow_up": "picks up what they said",
    "acknowledge": "shows that you listened",
    "talk_about_self": "tells about yourself",
    "ask_for_job": "asks for a job",
    "ask_resume_help": "asks for help with your CV",
    "time_check": "looks at the time",
    "offer_to_end": "offers to stop",
    "thank": "thanks",
    "ask_referral": "asks whom else to talk to",
    "ask_name_use": "asks whether you may use their name",
    "ask_stay_in_touch": "asks to stay in touch",
    "close": "says goodbye",
    "off_topic": "leaves the topic",
    "rude": "is impolite",
    "clarify_request": "asks them to say it again or explain",
}

FORMS = {
    "open": "open: leaves room for a story",
    "closed": "closed: a word would answer it",
    "choice": "a choice between two things",
}

VERDICTS = {"met": "Done", "partly": "Partly", "missed": "Not yet"}

DEPTHS = {
    "guarded": "they are guarded",
    "open": "they open up",
    "candid": "they speak candidly",
}

JUDGED = {"met": "Yes", "partly": "Partly", "missed": "No"}


def at_work(person: Person) -> str:
    """Return a name, and behind it what they do and where, as far as that is known."""
    return f"{person.name}: {person.work}" if person.work else person.name
