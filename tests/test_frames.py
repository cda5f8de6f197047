"""Tables in pandas: right, silent about real people, harmless in a spreadsheet."""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from informint import content, frames, targets
from informint.contacts import preview, read_contacts
from informint.errors import BadInput
from informint.journal import State, open_journal, sample_events
from informint.journal.events import PersonFound, Talked
from informint.model import Person

SAMPLE = [e.person for e in sample_events() if isinstance(e, PersonFound)]
REAL = [replace(p, name=f"Real {n}", profile_url="", email="") for n, p in enumerate(SAMPLE)]
TODAY = content.sample().today
STATE = State(
    people={p.id: p for p in REAL},
    goal="patent law",
    shortlist=(REAL[1].id,),
    set_aside={REAL[2].id: "my boss"},
    tags={REAL[1].id: ("kind", "fast")},
)


def test_people_as_a_table() -> None:
    table = frames.people(SAMPLE)
    assert table["name"].tolist() == [p.name for p in SAMPLE]
    first = table.iloc[0].to_dict()
    assert first["field"] == "regulatory-affairs"
    assert first["how_known"] == "met_once"
    assert first["connected_on"] == pd.Timestamp("2024-11-12")
    assert frames.people([replace(SAMPLE[0], connected_on=date(1200, 1, 1))])[
        "connected_on"
    ].dt.year.tolist() == [1200]
    assert frames.people([]).shape == (0, 10)


def test_a_state_brings_its_marks() -> None:
    table = frames.people(STATE)
    assert table.loc[1, ["tags", "shortlisted", "set_aside"]].tolist() == [
        "kind; fast",
        True,
        False,
    ]
    assert table["set_aside"].sum() == 1


def test_the_follow_through_as_a_table() -> None:
    with open_journal(underway=True) as journal:
        table = frames.follow_through(journal)
        first = table.iloc[0]
        assert (first["stage"], first["when"]) == ("nudged", "since Friday, 28 February")
        assert first["due"] == pd.Timestamp("2025-02-28")
        assert table["due"].isna().tolist()[-1]
        assert "Amara Okonjo-Reyes" in table.to_string()
        journal.record(PersonFound(replace(REAL[0], id="real")), Talked("real"))
        assert "not shown" in repr(frames.follow_through(journal))


def test_a_journal_will_do() -> None:
    journal = open_journal()
    assert frames.people(journal)["name"].tolist() == [p.name for p in SAMPLE]
    assert frames.targets(journal)["name"].iloc[0] == "Amara Okonjo-Reyes"


def test_targets_as_a_table() -> None:
    ranked = targets.rank(SAMPLE, "patent law", today=TODAY)
    table = frames.targets(ranked)
    assert table["score"].tolist() == [t.score for t in ranked]
    assert table["role_fit"].tolist() == [t.components["role_fit"] for t in ranked]
    assert table["approach"].iloc[0] == ranked[0].approach
    of_state = frames.targets(STATE, today=TODAY)
    assert len(of_state) == len(REAL) - 1
    with pytest.raises(BadInput, match="give today"):
        frames.targets(STATE)


SHOWING: dict[str, Callable[[frames.Table], object]] = {
    "table": lambda t: t,
    "head": lambda t: t.head(2),
    "one": lambda t: t.head(1),
    "some columns": lambda t: t[["name", "company"]],
    "one column": lambda t: t["name"],
    "one row": lambda t: t.iloc[0],
    "turned": lambda t: t.T,
    "sorted": lambda t: t.sort_values("name"),
    "chosen": lambda t: t[t["company"] == "Lakeside University"],
    "upper case": lambda t: t["name"].str.upper(),
    "with more": lambda t: t.assign(new="x"),
    "grouped": lambda t: t.groupby("company").first(),
    "figures by name": lambda t: t.assign(n=1).set_index("name")["n"],
    "table of figures by name": lambda t: t.assign(n=1).set_index("name")[["n"]],
    "joined": lambda t: pd.concat([frames.people(SAMPLE), t]),
    "merged": lambda t: frames.people(SAMPLE).merge(t, on="company"),
    "copied": lambda t: t.copy(),
    "how often": lambda t: t["name"].value_counts(),
    "how often together": lambda t: t[["company", "name"]].value_counts(),
    "first names": lambda t: t["name"].str.split().str[0].value_counts(normalize=True),
    "described": lambda t: t.describe(include="all"),
    "described column": lambda t: t["name"].describe(),
    "described groups": lambda t: t.groupby("name")["score"].describe(),
    "turned figures": lambda t: t.set_index("name")[["score"]].T,
    "turned whole": lambda t: t.set_index("name").T,
    "turned types": lambda t: t.set_index("name").T.dtypes,
    "turned gaps": lambda t: t.set_index("name").T.isna(),
    "somebody's row": lambda t: t.set_index("name").iloc[0],
    "somebody's figures": lambda t: t.set_index("name")[["score"]].iloc[0],
    "pivoted": lambda t: t.pivot_table(index="company", columns="name", values="score"),
    "two ways": lambda t: t.pivot_table(index="company", columns="name", aggfunc="size"),
    "indicators": lambda t: t["name"].str.get_dummies(),
    "nameless": lambda t: t.set_index("name")[["score"]].rename_axis(None),
    "renamed": lambda t: t.set_index("name")["score"].rename_axis("total"),
    "labelled anew": lambda t: t[["score"]].set_axis(t["name"].tolist()),
    "column of columns": lambda t: t.set_index("name")[["score"]].T.rename_axis(columns=None),
    "two labels": lambda t: t.set_index(["company", "name"])["score"].rename_axis([None, 0]),
    "pairs of labels": lambda t: t.set_index(["company", "name"])["score"].to_frame().T,
}


@pytest.mark.parametrize("make", SHOWING.values(), ids=SHOWING)
def test_a_notebook_keeps_nobody_real(make: Callable[[frames.Table], object]) -> None:
    shown = make(frames.people(REAL).assign(score=0.5))
    forms = [repr(shown)]
    if isinstance(shown, pd.DataFrame):
        forms.append(shown._repr_html_())
    for form in forms:
        assert "Real " not in form
        assert "REAL" not in form
        assert "not shown" in form


def test_one_real_person_among_the_fictional_hides_all() -> None:
    assert "not shown" in repr(frames.people([*SAMPLE, REAL[0]]))
    odd = replace(SAMPLE[0], email="ada@gmail.invalid")
    assert "not shown" in repr(frames.people([odd]))


def test_other_forms_of_showing_are_shut_too() -> None:
    table = frames.people(REAL)
    with pd.option_context("display.html.table_schema", True, "styler.render.repr", "latex"):
        for shown in (table, table["name"]):
            assert shown._repr_data_resource_() is None
            assert shown._repr_latex_() is None
    with pytest.raises(BadInput, match="fictional sample only"):
        _ = table.style


def test_the_line_shown_instead_quotes_no_label_but_ours() -> None:
    table = frames.people(REAL[:1]).rename(columns={"name": "<b>"})
    assert table._repr_html_().startswith("<p>1 row of position, company, ")
    assert repr(table.set_index("<b>").T).startswith("9 rows; not shown")


def test_what_pandas_prints_of_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    table = frames.people(REAL)
    table.info()
    assert "connected_on" in capsys.readouterr().out
    for labelled in (
        table.set_index("name"),
        table.set_index("name").T,
        table.set_index("name").id,
    ):
        with pytest.raises(BadInput, match="may name somebody"):
            labelled.info()


def test_what_a_cell_may_end_in_besides_tables() -> None:
    export = ("x.csv", b"First Name,Last Name,Company\nNora,Quark,Fern Museum\n")
    read = read_contacts(export)
    ranked = targets.rank(read.people, "museums", today=TODAY)
    for shown in (read, read.people, {p.id: p for p in read.people}, ranked, preview(export)):
        assert not {"Nora", "Quark", "Fern"} & set(re.findall(r"[A-Z][a-z]+", f"{shown!r} {shown}"))
    assert repr(read.people[0]).startswith("<Person: id, name, ")
    assert "1 read" in repr(read)


def test_the_sample_is_shown() -> None:
    table = frames.people(SAMPLE)
    assert "Amara Okonjo-Reyes" in repr(table[["name"]].head())
    assert "Amara Okonjo-Reyes" in table[["name"]].head()._repr_html_()
    assert "Amara Okonjo-Reyes" in repr(table["name"])
    assert "Amara Okonjo-Reyes" in repr(table["name"].value_counts())
    assert "Amara Okonjo-Reyes" in repr(table.set_index("name").T.dtypes)


def test_figures_about_real_people_are_shown() -> None:
    table = frames.targets(STATE, today=TODAY)
    for shown in (
        table["company"].value_counts(),
        table.groupby("company").size(),
        table.groupby("approach")["score"].mean(),
        table.groupby("approach")["score"].describe(percentiles=[0.125]),
        table.groupby("company").agg(people=("score", "size"), mean=("score", "mean")),
        table.pivot_table(index="field", columns="approach", values="score"),
        table[["score", "closeness"]].agg(["min", "max"]),
        table[["score", "closeness"]].corr(),
        table["connected_on"].dt.year.value_counts(),
        table["score"].value_counts(bins=2),
        table.describe(),
        table[["score", "closeness"]].head(),
        table.isna().sum(),
        table.dtypes,
    ):
        assert "not shown" not in repr(shown)


def test_rows_can_be_printed_on_ones_own_decision() -> None:
    assert "Real 0" in frames.people(REAL).head().to_string()


EVIL = ["=cmd|' /C calc'!A0", "+1", "-2", "@x", "\t=1", "\n=1", "  =1"]


def test_no_formula_reaches_a_spreadsheet() -> None:
    table = frames.people([Person(id=str(n), name=e, position="Plain") for n, e in enumerate(EVIL)])
    rows = list(csv.DictReader(io.StringIO(table.to_csv(index=False))))
    assert [r["name"] for r in rows] == ["'" + e for e in EVIL]
    assert {r["position"] for r in rows} == {"Plain"}
    assert table["name"].tolist() == EVIL
    labelled = table.set_index("name")[["id"]].rename(columns={"id": "=id"})
    assert "'=id" in labelled.to_csv()
    assert "\n'+1," in labelled.to_csv()
    assert "\n0,'=cmd" in table["name"].to_csv()
    hidden = frames.people([replace(REAL[0], name="Ann\r=1"), replace(REAL[0], name="\r=1")])
    assert [row[0] for row in csv.reader(io.StringIO(hidden.to_csv(index=False), newline=""))] == [
        "name", "Ann\n=1", "'\n=1",
    ]  # fmt: skip
