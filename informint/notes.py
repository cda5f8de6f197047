"""The notes sheet for the real talk: one page to print and fill in by hand, or filled in already.

Two moments are for notes: a word or two in the talk, if they agree, and the rest in the ten minutes
after it, before anything else is done.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from informint.content.talk_notes import sheet
from informint.markdown import literal
from informint.model import TalkNotes

ADVICE = "Ask if notes are welcome, write words and not sentences, and fill in the rest at once."
_QUESTION_LINES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One place to write: what it asks, what is written, and the lines that paper leaves for it."""

    id: str
    title: str
    ask: str = ""
    text: str = ""
    lines: int = _QUESTION_LINES


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The notes sheet of one talk: the prepared questions first, then the parts of every talk."""

    title: str
    questions: tuple[Field, ...] = ()
    parts: tuple[Field, ...] = ()


def make_sheet(
    person: str = "", questions: Sequence[str] = (), notes: TalkNotes | None = None
) -> Sheet:
    """Return the sheet for a talk.

    Args:
        person: with whom, or empty for a sheet that fits any talk.
        questions: the prepared ones, in order; those answered in the notes come in any case.
        notes: what is written already; None gives a blank sheet.
    """
    notes = notes or TalkNotes()
    asked = dict.fromkeys((*questions, *notes.answers))
    return Sheet(
        title=f"Notes of my talk with {person}" if person else "Notes of my talk",
        questions=tuple(
            Field(id=f"q{n}", title=question, text=notes.answers.get(question, ""))
            for n, question in enumerate(asked, 1)
        ),
        parts=tuple(
            Field(
                id=part.id,
                title=part.title,
                ask=part.ask,
                text=notes.points.get(part.id, ""),
                lines=part.lines,
            )
            for part in sheet()
        ),
    )


def to_markdown(page: Sheet) -> str:
    """Return the sheet as Markdown; what the learner wrote is taken literally."""
    lines = [f"# {literal(page.title)}", "", "Date, place: ", "", f"*{ADVICE}*"]
    for heading, fields in _blocks(page):
        lines += ["", f"## {heading}"]
        for field in fields:
            ask = f" *{literal(field.ask)}*" if field.ask else ""
            lines += ["", f"**{literal(field.title)}**{ask}", ""]
            written = [f"> {literal(line)}" for line in field.text.splitlines() if line.strip()]
            lines += written or ["\\_" * 60] * field.lines
    return "\n".join(lines) + "\n"


_STYLE = """
@page { margin: 12mm } body { font: 10pt/1.25 system-ui, sans-serif; max-width: 186mm;
margin: 0 auto; color: #111; background: #fff; overflow-wrap: anywhere }
h1 { font-size: 14pt; margin: 0 } h2 { font-size: 11pt; margin: 8pt 0 2pt }
p { margin: 3pt 0 0 } .line { border-bottom: 1px solid #777; height: 17pt }
.written { white-space: pre-wrap; margin: 1pt 0 1pt 10pt }
"""


def to_html(page: Sheet) -> str:
    """Return the sheet as a page to print (A4 or Letter) that loads nothing from elsewhere."""
    title = escape(page.title)
    body = [f"<h1>{title}</h1><p>Date, place:</p><p><em>{ADVICE}</em></p>"]
    for heading, fields in _blocks(page):
        body.append(f"<h2>{heading}</h2>")
        for field in fields:
            ask = f" <em>{escape(field.ask)}</em>" if field.ask else ""
            body.append(f"<p><strong>{escape(field.title)}</strong>{ask}</p>")
            body.append(
                f'<div class="written">{escape(field.text)}</div>'
                if field.text.strip()
                else '<div class="line"></div>' * field.lines
            )
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def _blocks(page: Sheet) -> Iterator[tuple[str, tuple[Field, ...]]]:
    if page.questions:
        yield "What I asked", page.questions
    yield "What I take with me", page.parts
