"""Words the views share for what the model names in one."""

from informint.model import Approach, HowKnown, Severity

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
