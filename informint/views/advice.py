"""What the coach says of questions, as parts of a view."""

from informint import content, questions
from informint.model import Finding, Severity
from informint.questions import QuestionReview
from informint.views.nodes import Node, h, link
from informint.views.wording import ADVISED, SEVERITY, TOPIC


def told(review: QuestionReview) -> str:
    """Return in a line how a question was read and what to do with it."""
    if not review.reading.read:
        return "Not read."
    about = TOPIC[review.reading.topic]
    return f"{ADVISED[review.advised]}: {review.reading.form}, about {about.lower()}."


def advice(findings: tuple[Finding, ...]) -> Node | None:
    """Return findings as a list: what, a pattern to mend it, why and who says so or differs."""
    if not findings:
        return None
    return h("ul", [_finding(f) for f in findings], class_="findings")


def _finding(finding: Finding) -> Node:
    source = content.sources()[finding.source]
    differs = questions.rules()[finding.rule].differs
    praise = finding.severity is Severity.PRAISE
    return h(
        "li",
        h("span", f"{SEVERITY[finding.severity]}: ", class_=f"word {finding.severity}"),
        finding.message,
        h("p", finding.hint) if finding.hint and not praise else None,
        h("p", finding.why, " Source: ", link(source.name, source.url), f" ({source.title})."),
        h("p", f"Others differ: {differs}") if differs else None,
        class_=f"finding {finding.severity}",
    )
