"""The practice talk: choose somebody, talk, go back and try again; saved at every turn."""

from typing import ClassVar

from informint import content
from informint.content.talks import drills
from informint.errors import BadInput, InformintError
from informint.journal import Journal, Practice
from informint.journal.events import PracticeCorrected, PracticeEnded, PracticeTurned
from informint.reading import ACTS, read
from informint.roleplay import (
    Conversation,
    Debrief,
    correct,
    debrief,
    hint,
    personas,
    rewind,
    say,
    transcript,
    voice_from_environment,
)
from informint.views import talk_nodes as shown
from informint.views.nodes import Node, h
from informint.views.panel import Panel, action
from informint.views.practice import going_on, kept, played, started
from informint.views.talk_turn import looked_at

OFFERED = 3  # questions of the bank to take one from
_LATE = (
    "No answer yet. If the kernel has stopped, run this cell again: the talk is saved, and your "
    "last words are in the field."
)


class Talk(Panel):
    """A talk with a fictional professional.

    Args:
        journal: where the talk is kept.
        persona: the id of whom to talk to first, or nothing.
        drill: one skill to practise, or nothing.
        seed: which of their wordings they choose in the first talk; each further one adds 1.
        level: ``beginner`` shows from the start how comfortable they are, ``advanced`` begins with
            who is hardest to talk to; any other is as usual.

    Raises:
        BadInput: for a persona or drill that there is not.
    """

    name: ClassVar[str] = "practice talk"
    title: ClassVar[str] = "Practice talk"

    def __init__(
        self,
        journal: Journal,
        persona: str | None = None,
        *,
        drill: str = "",
        seed: int = 0,
        level: str = "",
    ) -> None:
        persona = persona or None
        super().__init__(journal, key=f"{drill}/{persona or ''}")
        for given, known, what in ((persona, personas(), "persona"), (drill, drills(), "drill")):
            if given and given not in known:
                self.close()
                message = f"There is no {what} '{given}'; there are {', '.join(known)}."
                raise BadInput(message)
        self.drill = drills().get(drill)
        self.persona = persona or (
            self.drill.persona
            if self.drill
            else shown.easiest_first()[-1 if level == "advanced" else 0].id
        )
        self.seed = seed
        self.talk: Conversation | None = None
        self.ident = ""
        self.value, self.revision = "", 0  # what is put into the field, and how often
        self.hint = ""
        self.looked = 0  # the turn looked at again
        self.comfort, self.aloud = level == "beginner", False
        self.voice = voice_from_environment()
        self._seen: Practice | None = None
        for ident in going_on(journal, drill):
            if persona in {None, journal.state.practices[ident].persona}:
                self._resume(ident)
                break

    @property
    def heading(self) -> str:
        """What stands above the view: a drill has a title of its own."""
        return self.drill.title if self.drill else self.title

    def body(self) -> list[Node | None]:
        """Show whom to choose; then the talk, and what can be done in it."""
        self._catch_up()
        if self.talk is None:
            return self._choice()
        practice = self.journal.state.practices[self.ident]
        ended = practice.ended
        return [
            shown.who(self.talk, self.drill),
            h("small", self.voice.notice) if self.voice else None,
            shown.log(self.talk, lead=self._lead),
            None if ended else self._field(self.talk),
            None if ended or self.drill else self._to_take(self.talk),
            shown.clock(self.talk),
            shown.comfort(self.talk) if self.comfort else None,
            h(
                "div",
                [h("p", line) for line in self.hint.split("\n") if line],
                class_="card" if self.hint else None,
                role="status",
            ),
            shown.scored(self._drilled(self.talk), self.drill) if self.drill else None,
            shown.over(self.talk, ended=ended, drill=bool(self.drill)),
            shown.bar(ended=ended, comfort=self.comfort, aloud=self.aloud),
            looked_at(self.talk, self.looked) if self.looked else None,
        ]

    @property
    def _lead(self) -> int:
        """How many turns a drill begins with."""
        return 2 * len(self.drill.lead) if self.drill else 0

    def _drilled(self, talk: Conversation) -> Debrief:
        """Return the debrief of what the learner said in a drill themself."""
        return debrief(talk, lead=self._lead, only=self.drill.items if self.drill else ())

    def _choice(self) -> list[Node | None]:
        open_talks = [
            (ident, self.journal.state.practices[ident])
            for ident in going_on(self.journal, self.drill.id if self.drill else "")
        ]
        return [
            shown.to_go_on_with(open_talks),
            shown.task(self.drill) if self.drill else shown.choice(self.persona),
            h("p", h("button", "Start", click="start", class_="main")),
        ]

    def _field(self, talk: Conversation) -> Node:
        return h(
            "x-say",
            key="say",
            id="say",
            log="log",
            label=f"Say something to {talk.persona.name} (Shift+Enter begins a new line)",
            send="said",
            talk=self.ident,
            turns=len(talk.turns),
            answer=talk.last.text if talk.last else "",
            aloud=self.aloud,
            value=self.value,
            revision=self.revision,
            late=_LATE,
            patience=20_000 if self.voice else 0,
        )

    def _to_take(self, talk: Conversation) -> Node:
        """Return the questions that are prepared and not asked yet, else some of the bank."""
        asked = {turn.text for turn in talk.by("learner")}
        prepared = self.journal.state.preparations.values()
        own = dict.fromkeys(q for one in prepared for q in one.questions if q not in asked)
        left = list(own) or [q for q in _easy_ones() if q not in asked][:OFFERED]
        return h(
            "details",
            h("summary", "Take one of your questions" if own else "Take a question of the bank"),
            h("ul", [h("li", h("button", q, click="took", arg=q), key=q) for q in left]),
            key="take",
        )

    def _catch_up(self) -> None:
        """Follow the journal where it is not what was last seen: undone, or another window's."""
        practice = self.journal.state.practices.get(self.ident)
        if practice is self._seen:
            return
        self._seen = practice
        self.hint, self.looked = "", 0
        self.talk = played(practice) if practice else None

    def _resume(self, ident: str) -> None:
        self.ident, self._seen, self.talk = ident, None, None
        try:
            self._catch_up()
        except InformintError as error:
            self.ident, self._seen = "", None
            self.say(str(error))

    def _now(self) -> Conversation:
        self._catch_up()
        if self.talk is None:
            message = "No talk has begun yet: choose somebody first."
            raise BadInput(message)
        return self.talk

    def _went(self, talk: Conversation) -> None:
        """Take over a talk that has just been recorded."""
        self._seen, self.talk = self.journal.state.practices[self.ident], talk

    @action
    def chose(self, persona: str) -> None:
        """Look at somebody before the talk."""
        if persona in personas():
            self.persona = persona

    @action
    def start(self, _: object = None) -> None:
        """Begin."""
        read("Hello.")  # so that the first answer does not wait for the engine to load
        self._resume(started(self.journal, self.persona, self.drill, self.seed))
        self._put("")
        self.focus("say")

    @action
    def go_on(self, ident: str, _: object = None) -> None:
        """Go on with a talk that was paused."""
        if ident in self.journal.state.practices:
            self._resume(ident)
            self._put("")
            self.focus("say")

    @action
    def said(self, words: str) -> None:
        """Say something and hear the answer."""
        before = self._now()
        if not words.strip():
            return
        self.talk = say(before, words.strip(), voice=self.voice)
        self.hint, self.looked, self.value = "", 0, ""
        if self.voice and self.voice.trouble:
            self.say(self.voice.trouble)
        self.send_tree()  # the disk takes its time: they need not wait for it
        number = len(before.turns) + 1
        try:
            self.journal.record(PracticeTurned(self.ident, number, kept(self.talk, number)))
        except InformintError:
            self.talk = before
            self._put(words)
            raise
        self._went(self.talk)

    @action
    def took(self, question: str, _: object = None) -> None:
        """Put a question into the field, to be said as it stands or changed first."""
        self._put(question)
        self.focus("say")

    @action
    def asked_hint(self, _: object = None) -> None:
        """Say what could be picked up here."""
        self.hint = hint(self._now())

    @action
    def look(self, number: int, _: object = None) -> None:
        """Look at a turn again: how it was read, and whether to say it another way."""
        self.looked = 0 if self.looked == number else number
        self.focus("looked")

    @action
    def rewind(self, number: int, _: object = None) -> None:
        """Go back to before a turn, with its words in the field to be said another way."""
        talk = self._now()
        back = rewind(talk, number)
        self.journal.record(PracticeTurned(self.ident, number))
        self._went(back)
        self.hint, self.looked = "", 0
        self._put(talk.turns[number - 1].text)
        self.focus("say")
        self.say("You are back before that turn. “Undo” in your journal brings the rest back.")

    @action
    def corrected(self, number: int, fields: dict[str, str]) -> None:
        """Put the learner's reading of a turn in the place of ours."""
        acts = tuple(act for act in ACTS if act in fields)
        asks = {"ask", "ask_referral"} & set(acts)
        talk = correct(
            self._now(),
            number,
            acts=acts,
            form=(fields.get("form") or None) if asks else None,
            topic=(fields.get("topic") or None) if asks else None,
        )
        turn = kept(talk, number)[0]
        self.journal.record(PracticeCorrected(self.ident, number, turn))
        self._went(talk)
        self.say("Yours counts from now on, in the debrief too. It stays on this computer.")

    @action
    def pause(self, _: object = None) -> None:
        """Leave the talk as it is; it is saved and can be gone on with."""
        self.ident, self._seen, self.talk = "", None, None
        self.hint, self.looked = "", 0
        self.say("It is all kept. The clock counts what is said, so a pause costs no time.")

    @action
    def end(self, _: object = None) -> None:
        """End the talk."""
        talk = self._now()
        if not talk.turns:
            self.pause()
            return
        self.journal.record(PracticeEnded(self.ident))
        self._went(talk)
        self.say("The talk has ended; the debrief below looks at it with you.")

    @action
    def showed_comfort(self, on: bool) -> None:  # noqa: FBT001  (what the browser sends)
        """Show or hide how comfortable the other person is."""
        self.comfort = on

    @action
    def read_aloud(self, on: bool) -> None:  # noqa: FBT001  (as above)
        """Have the browser's voice read the answers, or not."""
        self.aloud = on
        if on:
            self.say("Some browsers send what they read aloud to their maker.")

    @action
    def download_transcript(self, _: object = None) -> None:
        """Hand the talk to the browser as Markdown."""
        name = f"talk-{self.ident}.md"
        self.download(name, "text/markdown", transcript(self._now()).encode())
        self.say(f"Your browser has {name}.")

    def _put(self, words: str) -> None:
        self.value = words
        self.revision += 1


def _easy_ones() -> list[str]:
    """Return the first open question of each topic of the bank that suits every field."""
    fit = [q for q in content.questions() if q.form == "open" and not (q.fields or q.contested)]
    return list({q.topic: q.text for q in reversed(fit)}.values())[::-1]
