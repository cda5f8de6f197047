"""What the documents say holds: commands, links, lists, examples, pictures, figures."""

import importlib.util
import json
import re
import shlex
import struct
import tomllib
from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import get_args

import msgspec
import pytest

from informint import __version__, coach, content, exports, trials
from informint.cli import _parser, main
from informint.content import packs, schema
from informint.content.persona import Persona
from informint.content.persona_files import check_persona, personas
from informint.model import MessageKind, Severity
from informint.reading import ELEMENTS, FIGURES
from informint.reading.questions import FAULTS
from informint.reading.turns import ACTS

ROOT = Path(__file__).parents[1]
DOCS = sorted(ROOT.glob("docs/*.md"))
READ = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
READ += [ROOT / "corpus" / "README.md", *DOCS]
LARGEST_PICTURE = 120_000

every_document = pytest.mark.parametrize("document", READ, ids=lambda path: path.name)


def code(text: str) -> Iterator[tuple[str, bool]]:
    """Yield (line of code, whether it is a whole one): of blocks, and what stands in backticks."""
    fenced, before = False, ""
    for line in text.splitlines():
        if line.startswith("```"):
            fenced = not fenced
        elif fenced or (line.startswith("    ") and (not before or before.startswith("    "))):
            yield line.strip(), True
        else:
            yield from ((span, False) for span in re.findall(r"`([^`]+)`", line))
        before = line
    assert not fenced, "a block of code is not closed"


def commands(text: str) -> Iterator[tuple[list[str], bool]]:
    """Yield the words after `informint` of every command, without comments and redirections."""
    for line, whole in code(text):
        found = re.search(r"(?<![\w./-])(?:\S*[\\/])?informint (?=[a-z-])(.*)", line)
        if found is None or line.startswith(("import ", "from ", "pip ", "make ")):
            continue
        plain = re.sub(r"\s[<>|].*", "", re.sub(r"[\[\]]|\.\.\.", "", found[1]))
        yield shlex.split(plain, comments=True), whole


def below(parser: ArgumentParser) -> dict[str, ArgumentParser]:
    """Return a parser's commands by name."""
    actions = (a for a in parser._actions if isinstance(a, _SubParsersAction))
    return {name: found for action in actions for name, found in action.choices.items()}


def paths(parser: ArgumentParser, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every command there is, such as ("check", "message")."""
    for name, found in below(parser).items():
        yield from paths(found, (*before, name)) if below(found) else [(*before, name)]


def command_of(words: list[str]) -> tuple[tuple[str, ...], ArgumentParser]:
    """Return the command that words name, and its parser."""
    parser, path = _parser(), []
    while words and words[0] in below(parser):
        path.append(words[0])
        parser, words = below(parser)[words[0]], words[1:]
    return tuple(path), parser


@every_document
def test_every_command_exists(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, whole in commands(document.read_text("utf-8")):
        path, parser = command_of(words)
        assert path or words == ["--version"], words
        with pytest.raises(SystemExit) as end:
            main([*path, "--help"])
        assert end.value.code == 0, words
        helped = capsys.readouterr().out
        for option in re.findall(r"--[a-z-]+", " ".join(words)):
            assert option in helped, (words, option)
        if whole and path and not below(parser):
            _parser().parse_args(words)


def test_the_readme_shows_every_command() -> None:
    told = {command_of(words)[0] for words, _ in commands((ROOT / "README.md").read_text("utf-8"))}
    assert told - {()} == set(paths(_parser()))


@every_document
def test_every_target_of_make_and_every_script_exists(document: Path) -> None:
    targets = re.findall(r"^([a-z_-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for line, _ in code(document.read_text("utf-8")):
        for target in re.findall(r"(?:^|[\s;&])make ((?:[a-z]+ ?)+)", line):
            assert set(target.split()) <= {*targets}, line
        for script in re.findall(r"\bpython[\d.]* ((?:[\w.-]+/)+[\w.-]+\.py)", line):
            assert (ROOT / script).is_file(), line


def anchors(document: Path) -> set[str]:
    """Return what may stand after # in a link to a document, as GitHub makes it of headings."""
    heads = re.findall(r"^#{1,6} (.+)$", document.read_text("utf-8"), re.MULTILINE)
    plain = (re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", h)) for h in heads)
    return {head.strip().lower().replace(" ", "-") for head in plain}


@every_document
def test_every_link_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text("utf-8")):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        to = (document.parent / name).resolve() if name else document
        assert to.exists(), target
        assert to.is_relative_to(ROOT), target
        assert not anchor or anchor in anchors(to), target


@every_document
def test_no_gap_was_left_to_fill(document: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]+`", "", document.read_text("utf-8"), flags=re.DOTALL)
    gaps = r"(?m)\b(?:TODO|TBD|XXX)\b|\b(?!INFORMINT_)[A-Z]{3,}_[A-Z_]+\b|^[A-Z]{4,}$"
    assert re.findall(gaps, text) == []


def test_every_document_is_reached_from_the_readme() -> None:
    told = re.findall(r"\]\((docs/\w+\.md)", (ROOT / "README.md").read_text("utf-8"))
    assert {*told} == {path.relative_to(ROOT).as_posix() for path in DOCS}


def test_pictures_are_small_and_told_in_words() -> None:
    shown = {}
    for document in READ:
        for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", document.read_text("utf-8")):
            shown[(document.parent / target).resolve()] = words
    assert {*shown} == {*(ROOT / "docs" / "pictures").iterdir()}
    for picture, words in shown.items():
        data = picture.read_bytes()
        assert len(words.split()) > 5, f"{picture.name} is not told in words"
        assert data.startswith(b"\x89PNG"), picture.name
        assert len(data) < LARGEST_PICTURE, picture.name
        assert struct.unpack(">I", data[16:20])[0] >= 600, f"{picture.name} is too narrow to read"


def lists() -> dict[str, list[str]]:
    """Return what stands in backticks in every marked list by name; of tables, what is first."""
    found = {}
    for document in READ:
        blocks = re.findall(
            r"<!-- list: (\w+) -->(.*?)<!-- end of list -->", document.read_text("utf-8"), re.DOTALL
        )
        for name, block in blocks:
            assert name not in found, f"the list '{name}' stands twice"
            table = "\n|" in block
            found[name] = re.findall(
                r"^\| `([^`]+)`" if table else r"`([^`]+)`", block, re.MULTILINE
            )
    return found


def names_in_code() -> dict[str, list[str]]:
    """Return what the lists of the documents must hold."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    read = "".join(path.read_text("utf-8") for path in (ROOT / "informint").rglob("*.py"))
    return {
        "elements": [*ELEMENTS],
        "marks": [*coach._MARKS - {*ELEMENTS}],
        "figures": [*FIGURES],
        "severities": [severity.value for severity in Severity],
        "kinds": [kind.value for kind in MessageKind],
        "topics": [*get_args(schema.Topic)],
        "faults": [*FAULTS],
        "acts": [*ACTS],
        "files": [packs.PERSONAS, *packs.KINDS, *packs.FILES],
        "personas": [*personas()],
        "endings": [*exports.ENDINGS],
        "extras": [*project["optional-dependencies"]],
        "variables": [*{*re.findall(r"INFORMINT_[A-Z_]+", read)}],
    }


def test_lists_agree_with_the_code() -> None:
    told, known = lists(), names_in_code()
    assert told.keys() == known.keys()
    for name, ids in known.items():
        assert sorted(told[name]) == sorted(ids), name


def test_lessons_have_the_titles_and_minutes_that_the_readme_says() -> None:
    told = re.findall(
        r"^\| (\d\d) (.+?) \| (\d+) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    lessons = [
        json.loads(path.read_text("utf-8")) for path in (ROOT / "notebooks").glob("0*.ipynb")
    ]
    about = [lesson["metadata"]["informint"] for lesson in lessons]
    assert told == sorted((a["lesson"], a["title"], str(a["minutes"])) for a in about)
    whole = sum(a["minutes"] for a in about)
    assert f"take {whole} minutes" in (ROOT / "docs" / "instructors.md").read_text("utf-8")


def examples(kind: str) -> dict[str, str]:
    """Return the examples of docs/coaches.md by name."""
    text = (ROOT / "docs" / "coaches.md").read_text("utf-8")
    pattern = rf"<!-- {kind}: ([^>]+?) -->\n\n```toml\n(.*?)```"
    return dict(re.findall(pattern, text, re.DOTALL))


def test_the_examples_for_coaches_make_a_pack_without_a_mistake(tmp_path: Path) -> None:
    files = examples("file")
    assert {*files} == {"sources.toml", "rules/lindenau.toml", "goals.toml", "questions.toml"}
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert trials.check(tmp_path) == []
    with content.using(tmp_path):
        assert "lindenau-many-questions" in {rule.id for rule in content.rules()}
        assert "lindenau-weather" in {question.id for question in content.questions()}


def test_the_example_of_a_persona_fits_a_whole_one() -> None:
    text = examples("persona")["added to museum"]
    ours = ROOT / "informint" / "content" / "personas" / "museum.toml"
    whole = tomllib.loads(ours.read_text("utf-8"))
    for table, entries in tomllib.loads(text).items():
        whole[table] += entries
    assert check_persona(msgspec.convert(whole, Persona), text) == []


def tables() -> ModuleType:
    """Return benchmarks/tables.py."""
    spec = importlib.util.spec_from_file_location("tables", ROOT / "benchmarks" / "tables.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_figures_quoted_from_a_card_are_what_the_card_says() -> None:
    """Those of scripts may be older than the script: `benchmarks/tables.py --check` tells."""
    figures = tables()
    found = [b for path in figures.documents() for b in figures.blocks(path.read_text("utf-8"))]
    for block in found:
        assert block.text.strip(), f"{block.source} was never put in: run benchmarks/tables.py"
        old = figures.is_old(block)
        assert not old or not figures._is_card(block.source), block.source


def test_figures_are_renewed_when_their_script_changes(tmp_path: Path) -> None:
    figures = tables()
    (tmp_path / "count.py").write_text("import sys\nprint(sys.argv[1], 'of 5')\n", "utf-8")
    (tmp_path / "card.md").write_text("# Card\n\n## Known weaknesses\n\n- Irony.\n\n## More\n")
    before = (
        "One\n<!-- figures: count.py 3 -->\n<!-- end of figures -->\n"
        "Two\n<!-- figures: card.md#known-weaknesses -->\nold\n<!-- end of figures -->\n"
    )
    document = tmp_path / "document.md"
    document.write_text(before, "utf-8")

    def old() -> list[bool]:
        return [figures.is_old(b, tmp_path) for b in figures.blocks(document.read_text("utf-8"))]

    assert old() == [True, True]
    assert figures.renew(document, ["card.md"], tmp_path)
    assert old() == [True, False]
    assert "\n- Irony.\n" in document.read_text("utf-8")
    assert figures.renew(document, root=tmp_path)
    assert old() == [False, False]
    assert "3 of 5" in document.read_text("utf-8")
    assert not figures.renew(document, root=tmp_path)
    (tmp_path / "count.py").write_text("print('4 of 5')\n", "utf-8")
    assert old() == [True, False]


def test_whoever_cites_it_cites_this_version() -> None:
    told = (ROOT / "CITATION.cff").read_text("utf-8")
    assert re.search(rf"^version: {re.escape(__version__)}$", told, re.MULTILINE)
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert first is not None
    assert first[1] == __version__
