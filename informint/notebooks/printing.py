"""Pages to print for role-play among learners: a card for each persona, an observer's sheet."""

from collections.abc import Iterable, Iterator
from html import escape

from informint.content.persona import Persona
from informint.content.persona_files import personas
from informint.content.practice import rubric_file
from informint.content.teaching import teaching

_FACTS = ("typical_day", "challenges", "likes")  # told on a card, by topic
_MENTIONS = 3  # small things to mention on a card
_LINES = 3  # to write on, for what was said
_BOXES = '<td class="box"></td>' * 3
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body {{ font: 9pt/1.25 Georgia, serif; margin: 1.5cm auto; max-width: 18cm; padding: 0 .5cm; color: #111; background: #fff }}
article + article {{ break-before: page }} .two {{ columns: 2 }} .two h3 {{ margin-top: 0 }}
h1, h2, h3 {{ font-family: system-ui, sans-serif; line-height: 1.2; margin: .6em 0 .2em }}
h1 {{ font-size: 17pt }} h2 {{ font-size: 15pt }} h3 {{ font-size: 9.5pt }}
p, ul, ol {{ margin: .2em 0 .4em }} ul, ol {{ padding-left: 1.3em }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border: 1px solid #777; padding: .25em .4em; text-align: left; vertical-align: top }}
.box {{ width: 1.4cm }} .write {{ height: .95cm }}
.line {{ border-bottom: 1px solid #777; height: .7cm }}
@page {{ margin: 1cm 1.2cm }} @media print {{ body {{ margin: 0; padding: 0 }} }}
</style></head><body>
{body}
</body></html>
"""  # noqa: E501  (CSS reads better in lines of its own)


def persona_cards() -> str:
    """Return a page with a card for each persona, one a sheet of paper."""
    cards = "\n".join("".join(_card(persona)) for persona in personas().values())
    return _PAGE.format(title="Persona cards", body=cards)


def observers_sheet() -> str:
    """Return the sheet on which an observer notes what was said, by the lines of the rubric."""
    told = teaching().card
    rows = "".join(
        f'<tr><th scope="row">{escape(line.ask)}</th>{_BOXES}<td class="write"></td></tr>'
        for line in rubric_file().item
    )
    lines = '<div class="line"></div>' * _LINES
    body = (
        "<article><h1>Observer's sheet</h1>"
        f"{_list(told.observe)}"
        "<table><tr><th>Room for a story</th><th>Yes, no, or a fact</th></tr>"
        '<tr><td class="write"></td><td class="write"></td></tr></table>'
        "<table><thead><tr><th>What to look for</th><th>yes</th><th>partly</th><th>not yet</th>"
        f"<th>words that showed it</th></tr></thead><tbody>{rows}</tbody></table>"
        f"<h3>A sentence that worked</h3>{lines}<h3>Mentioned, and left lying</h3>{lines}</article>"
    )
    return _PAGE.format(title="Observer's sheet", body=body)


def _card(persona: Persona) -> Iterator[str]:
    told = teaching().card
    yield f'<article id="{escape(persona.id)}"><h2>{escape(persona.name)}</h2>'
    yield (
        f"<p><strong>{escape(persona.title)}</strong>, {escape(persona.organisation)}, "
        f"{escape(persona.place)}. You have {persona.minutes} minutes. "
        f"You are {escape(persona.temper)}.</p><p>{escape(persona.blurb)}</p>"
    )
    yield f"<h3>How to play</h3>{_list(told.play)}"
    yield "<h3>Your way</h3>"
    yield f'<div class="two">{_list(f"{step.year}: {step.what}" for step in persona.life)}</div>'
    yield "<h3>What you can tell: guarded, then more</h3>"
    facts = [next((fact for fact in persona.fact if fact.topic == topic), None) for topic in _FACTS]
    yield _list(f"{fact.guarded} … {fact.candid}" for fact in facts if fact is not None)
    yield "<h3>Small things to mention</h3>"
    yield _list(f"{hook.about}: {hook.tells}" for hook in persona.hook[:_MENTIONS])
    referral = persona.referral[0]
    yield "<h3>If they ask whom else, and you are warm</h3>"
    yield f"<p>{escape(referral.says)} May they use your name? {escape(referral.answer)}</p>"
    if persona.limit:
        yield f"<h3>What you will not tell</h3><p>{escape(persona.limit[0].says[0])}</p>"
    yield f'<div class="two"><h3>You warm up when</h3>{_list(told.warms)}'
    yield f"<h3>You cool down when</h3>{_list(told.cools)}</div></article>"


def _list(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in items)}</ul>"
