"""Each view through its actions: what the learner does, and what is recorded and shown."""

import email
import email.policy
import json

import pytest
from views.seen import sent_by
from views.somebody import somebody

from informint.journal import Journal, Stage, open_journal
from informint.model import HowKnown
from informint.reading import stacking
from informint.views import (
    AboutYou,
    ContactsImport,
    Draft,
    Goal,
    Network,
    People,
    Quiz,
    Record,
    Request,
    Targets,
)

pytestmark = pytest.mark.usefixtures("no_bugs")

ONE, TWO = somebody(1).id, somebody(2).id
GOOD = (
    "Dear Nora Haldane,\n\nI read your essay on labels for children and it stayed with me. I am a "
    "teacher and would like to learn what your work at the museum is like and how you came to "
    "it.\n\nCould we talk for 20 minutes by phone in the next weeks? I will keep to the time, and "
    "any hour suits me.\n\nThank you for considering it,\nImani"
)


def test_what_is_typed_is_read_anew_when_it_rests(own: Journal) -> None:
    view = Draft(own)
    typed = "I have kept bees on the roof of the town hall for nine years."
    view.run("wrote", GOOD.replace("Could we", f"{typed} Could we"))
    assert view.review().findings
    assert typed not in stacking.told
    view.run("save")
    assert view.review().findings
    assert typed in stacking.told


def test_the_record_starts_a_journal_and_undoes_its_last_step(sample: Journal) -> None:
    view = Record(sample)
    assert "invented" in str(view)
    view.run("start_own")
    assert not sample.is_sample
    assert "0 people, 0 drafts" in str(view)
    Goal(sample).run("set_goal", "how  museums\nwork")
    assert sample.state.goal == "how museums work"
    view.run("undo")
    assert sample.state.goal == ""
    assert "Undone" in view.status


def test_the_record_hands_out_everything(own: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    view = Record(own)
    messages = sent_by(view, monkeypatch)
    view.run("download_all")
    (data,) = messages[0][1]
    assert "Zoë Ängström" in json.dumps(json.loads(data), ensure_ascii=False)


def test_a_view_follows_what_another_records(own: Journal) -> None:
    record, goal = Record(own), Goal(own)
    before = own.saved_at
    goal.run("set_goal", "how zoos work")
    assert own.saved_at != before
    assert "wrote down your goal" in str(record)


def test_about_you_is_kept_line_by_line(own: Journal) -> None:
    view = AboutYou(own)
    view.run("filled_in", "name", " Imani  Lund ")
    view.run("filled_in", "groups", "Lakeside alumni, , Choir")
    assert own.state.profile.name == "Imani Lund"
    assert own.state.profile.groups == ("Lakeside alumni", "Choir")


def test_the_quiz_says_what_speaks_for_an_answer(own: Journal) -> None:
    view = Quiz(own, "00")
    question = view.questions[0]
    right = next(i for i, a in enumerate(question.answers) if a.right)
    wrong = next(i for i, a in enumerate(question.answers) if not a.right)
    view.run("answered", question.id, str(wrong))
    assert question.answers[wrong].feedback in str(view)
    assert "0 of" in str(view)
    view.run("answered", question.id, str(right))
    assert "1 of" in str(view)


def upload(view: ContactsImport, name: str, data: bytes, part: int = 1 << 20) -> None:
    for start in range(0, max(len(data), 1), part):
        piece = data[start : start + part]
        view.run("chose_file", {"name": name, "size": len(data), "start": start}, piece)


def test_an_export_in_parts_is_read_when_it_is_whole(own: Journal) -> None:
    view = ContactsImport(own)
    table = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n" + "".join(
        f"Ada{i},Byron,https://people.example.org/in/a{i},,Loom,Weaver,05 Jan 2024\n"
        for i in range(50)
    )
    upload(view, "Connections.csv", table.encode() + b",,,,,,\n", part=100)
    assert len(own.state.people) == 52
    assert "51 rows, 50 read, 1 left out" in str(view)
    upload(view, "Connections.csv", table.encode())
    assert "0 of them new" in view.status


def test_each_row_that_joined_another_is_told(own: Journal) -> None:
    view = ContactsImport(own)
    head = b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    row = b"Oda,Lind,https://www.linkedin.com/in/oda-lind,,%s,Weaver,05 Jan 2024\n"
    upload(view, "Connections.csv", head + row % b"Loom" + row % b"Reed")
    assert "1 rows were the same person as another row" in str(view)
    assert "Connections.csv, row 3: as row 2 (the same profile" in str(view)
    assert "they differ in company" in str(view)


def test_a_table_of_ones_own_is_asked_about(own: Journal) -> None:
    view = ContactsImport(own)
    upload(view, "friends.csv", b"Wer,Was\nOda Lind,Archivarin\n")
    assert "Which column holds what?" in str(view)
    view.run("mapped", "name", "Wer")
    view.run("mapped", "position", "Was")
    view.run("read_mapped")
    assert ("Oda Lind", "Archivarin") in {(p.name, p.position) for p in own.state.people.values()}


def test_another_file_is_named_and_nothing_changes(own: Journal) -> None:
    view = ContactsImport(own)
    upload(
        view,
        "messages.csv",
        b"CONVERSATION ID,CONVERSATION TITLE,FROM,TO,DATE,CONTENT\n1,a,b,c,d,e\n",
    )
    assert "message" in view.status
    assert len(own.state.people) == 2
    view.run("chose_file", {"name": "all.zip", "size": 10**9, "refused": True})
    assert "larger than 200 MB" in view.status


def test_a_person_can_be_added_by_hand(own: Journal) -> None:
    view = ContactsImport(own)
    fields = dict.fromkeys(("company", "position", "email", "profile_url", "groups"), "")
    view.run(
        "added", {"name": " Oda  Lind ", "how_known": "close", **fields, "groups": "Choir, Lab"}
    )
    person = next(p for p in own.state.people.values() if p.name == "Oda Lind")
    assert (person.how_known, person.groups) == (HowKnown.CLOSE, ("Choir", "Lab"))
    view.run("added", {"name": " ", "how_known": "", **fields})
    assert view.status == "A person needs a name."


def test_people_are_found_without_accents_and_case_and_by_tag(own: Journal) -> None:
    view = People(own)
    view.run("searched", "angstrom ZOE")
    assert [p.id for p in view.found()] == [TWO]
    view.run("chose", 0)
    view.run("tagged", "Ask in spring, museum")
    view.run("searched", "SPRING")
    assert [p.id for p in view.found()] == [TWO]
    view.run("searched", "nobody at all")
    assert "0 of 2 people" in str(view)


def test_people_are_shortlisted_and_set_aside_and_back(own: Journal) -> None:
    view = People(own)
    view.run("chose", 0)
    view.run("shortlist")
    view.run("showed", "shortlist")
    assert [p.id for p in view.found()] == [ONE]
    view.run("shortlist")
    view.run("set_aside")
    view.run("showed", "aside")
    assert [p.id for p in view.found()] == [ONE]
    view.run("set_aside")
    assert own.state.set_aside == {}


def test_how_well_somebody_is_known_and_tags_are_recorded(own: Journal) -> None:
    view = People(own)
    view.run("chose", 0)
    view.run("knew", "acquaintance")
    view.run("tagged", "one, two")
    view.run("tagged", "two, three")
    assert own.state.people[ONE].how_known is HowKnown.ACQUAINTANCE
    assert own.state.tags[ONE] == ("two", "three")


def test_a_person_is_erased_only_when_asked_twice(own: Journal) -> None:
    view = People(own)
    view.run("chose", 1)
    view.run("erase")
    assert TWO in own.state.people
    view.run("ask_to_erase")
    view.run("erase")
    assert TWO not in own.state.people


def test_only_a_window_of_a_long_list_is_sent(own: Journal) -> None:
    upload(
        ContactsImport(own),
        "Connections.csv",
        b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        + b"".join(
            b"A%d,B,https://people.example.org/in/x%d,,C,D,\n" % (i, i) for i in range(3000)
        ),
    )
    view = People(own)
    view.run("looked", 2000)
    view.run("chose", 2990)
    view.run("shortlist")
    assert len(own.state.shortlist) == 1
    assert len(str(view)) < 10_000


def test_the_ranking_follows_goal_and_weights(sample: Journal) -> None:
    view = Targets(sample)
    assert "Regulatory" in view.ranked()[0].person.position
    view.run("weighed", "closeness", "3")
    view.run("weighed", "role_fit", "0")
    view.run("weighed", "field_fit", "0")
    assert view.ranked()[0].person.how_known is HowKnown.CLOSE
    view.run("usual_weights")
    assert "Regulatory" in view.ranked()[0].person.position
    Goal(sample).run("set_goal", "falconry")
    assert view.ranked()
    assert "obody" in str(view)


def test_the_ranking_puts_people_on_the_shortlist(sample: Journal) -> None:
    view = Targets(sample)
    best = view.ranked()[0].person.id
    view.run("shortlist", best)
    assert sample.state.shortlist == (best,)
    view.run("set_aside", best)
    assert best not in {t.person.id for t in view.ranked()}
    view.run("show_more")
    assert view.shown == 10


def test_the_network_has_a_picture_and_the_same_in_words(sample: Journal) -> None:
    view = Network(sample)
    assert "45 people" in str(view)
    still = view._repr_mimebundle_()[0]["text/html"]
    assert '<img alt="Your network: 45 people. Rings: ' in still
    assert "<svg" not in still  # which JupyterLab would take out of a notebook from elsewhere


def test_the_coach_follows_every_change(sample: Journal) -> None:
    view = Draft(sample, "Dear Ana,\n\nDo you have a job for me?")
    assert "must change" in view.counts()
    job = next(f for f in view.review().findings if "job" in f.rule)
    assert "job" in view.message.body[slice(*job.span)]
    view.run("wrote", GOOD)
    assert "asks for 20 minutes" in view.counts()
    assert "ready to go" in view.counts()


def test_a_rule_is_set_aside_with_a_reason_and_brought_back(own: Journal) -> None:
    view = Draft(own, "Dear Ana,\n\nDo you have a job for me?")
    rule = view.review().findings[0].rule
    view.run("set_rule_aside", rule, {"reason": "They asked me to"})
    assert rule not in {f.rule for f in view.review().findings}
    assert f"{rule}: They asked me to" in str(view)
    view.run("bring_back", rule)
    assert rule in {f.rule for f in view.review().findings}


def test_other_checklists_can_be_chosen(sample: Journal) -> None:
    view = Draft(sample, GOOD)
    nih = str(view)
    view.run("chose_checklist", "dalton")
    assert str(view) != nih
    view.run("chose_checklist", "nobody")
    assert view.checklist == "dalton"


def test_a_request_offers_people_in_the_order_the_learner_weighs(sample: Journal) -> None:
    request, ranking = Request(sample), Targets(sample)
    before = list(request.choices())
    for part in ("role_fit", "field_fit"):
        ranking.run("weighed", part, "0")
    after = list(request.choices())
    assert after != before
    assert after[0] == ranking.ranked()[0].person.id


def test_a_request_is_kept_and_comes_back(own: Journal) -> None:
    view = Request(own)
    view.run("chose", ONE)
    assert "[[" in view.message.body
    assert "must change" in view.counts()
    view.run("wrote", GOOD)
    view.run("wrote_subject", "Request for an informational interview")
    view.run("save")
    again = Request(open_journal())
    again.run("chose", ONE)
    assert again.message.body == GOOD
    assert again.message.subject == "Request for an informational interview"
    again.run("sent")
    assert open_journal().state.progress[ONE].stage is Stage.SENT


def test_changing_the_person_keeps_what_was_typed(own: Journal) -> None:
    view = Request(own)
    view.run("chose", ONE)
    view.run("wrote", "Half a thought")
    view.run("chose", TWO)
    view.run("chose", ONE)
    assert view.message.body == "Half a thought"


def test_a_request_leaves_as_a_file_that_mail_programs_open(
    own: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = Request(own)
    view.run("chose", ONE)
    view.run("wrote", GOOD)
    messages = sent_by(view, monkeypatch)
    view.run("save_eml")
    content, (data,) = next(m for m in messages if "download" in m[0])
    assert content["download"]["name"].endswith(".eml")
    mail = email.message_from_bytes(data, policy=email.policy.default)
    assert mail.get_content().replace("\r\n", "\n").strip() == GOOD


def test_the_address_is_entered_where_the_mail_leaves_and_is_kept(own: Journal) -> None:
    view = Request(own)
    view.run("chose", ONE)
    view.run("addressed", "somebody at work")
    assert "no e-mail address" in view.status
    view.run("addressed", " Nora <nora@fern.example.org> ")
    assert view.message.to_email == "nora@fern.example.org"
    assert open_journal().state.people[ONE].email == "nora@fern.example.org"
    view.run("start")
    assert view.message.to_email == "nora@fern.example.org"
    view.run("addressed", "")
    assert view.message.to_email == own.state.people[ONE].email == ""
    view.run("chose_pattern", "introduction-email")
    view.run("chose_introducer", TWO)
    view.run("start")
    view.run("addressed", "zoe@fern.example.org")
    assert own.state.people[TWO].email == "zoe@fern.example.org"
    assert not own.state.people[ONE].email


def test_a_note_counts_its_300_characters(own: Journal) -> None:
    view = Request(own)
    view.run("chose", ONE)
    view.run("chose_channel", "note")
    view.run("start")
    assert "of 300 characters: it fits" in str(view)
    view.run("wrote", "x" * 310)
    assert "10 too many" in str(view)


def test_an_empty_text_cannot_have_been_sent(own: Journal) -> None:
    view = Request(own)
    view.run("chose", ONE)
    view.run("wrote", " ")
    view.run("sent")
    assert "no text yet" in view.status
