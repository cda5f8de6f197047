"""What comes next with one person: which step, from when it counts, and when it is due."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from informint.content import follow_through as content
from informint.content.follow_through import Cadence
from informint.followthrough.days import add_days
from informint.journal import Stage, State
from informint.model import Person

_ANSWERS = {"no": "thank_for_no", "later": "ask_again"}
_AFTER_TALK = frozenset({Stage.TALKED, Stage.THANKED, Stage.REFERRED, Stage.REPORTED_BACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """One step that is open with one person.

    ``action`` is its id in the content, ``what`` says it in words, ``since`` is when (UTC) what
    makes it due was recorded, and ``due`` the learner's date, None when it may be any. ``source``
    is the id of who advises it, ``differs`` what others say, ``lesson`` the number of the lesson in
    which it is done, where there is one.
    """

    person: Person
    action: str
    what: str
    since: datetime
    due: date | None
    why: str
    source: str
    differs: str = ""
    lesson: str = ""


def cadence(state: State) -> Cadence:
    """Return by whose advice the learner is reminded: their choice, else the content's first."""
    known = content.cadences()
    return known.get(state.cadence) or next(iter(known.values()))


def sendings(state: State) -> Mapping[str, datetime]:
    """Return when the last request to a person was sent (UTC), by id."""
    return {
        person: sent
        for person, progress in state.progress.items()
        if len(progress.path) > 1 and (sent := progress.reached(Stage.SENT))
    }


def reminders(
    state: State, person: str, now: datetime, *, sent: Mapping[str, datetime] | None = None
) -> tuple[Reminder, ...]:
    """Return what is open with a person, the earliest first; what was dismissed is left out.

    Args:
        state: of the journal.
        person: the id of somebody in it.
        now: the time, with the learner's time zone: dates are theirs.
        sent: what ``sendings`` returns, where it is at hand.
    """
    sent = sendings(state) if sent is None else sent
    way = _Open(state, person, now, sent)
    found = [step for step in way.steps() if not way.dismissed(step.action, step.since)]
    return tuple(sorted(found, key=lambda r: (r.due is None, r.due or now.date())))


class _Open:
    """What is open with one person, worked out from the stages they went through."""

    def __init__(
        self, state: State, person: str, now: datetime, sent: Mapping[str, datetime]
    ) -> None:
        self.state, self.person, self.now, self.sent = state, person, now, sent
        self.progress = progress = state.progress[person]
        self.last: dict[Stage, int] = {r.stage: n for n, r in enumerate(progress.path)}
        named = state.named_by.get(person, {})
        self.introductions = [i for by, i in named.items() if by in state.people]

    def steps(self) -> Iterator[Reminder]:
        stage = self.progress.stage
        match stage:
            case Stage.FOUND | Stage.DRAFTED:
                yield from self._before_sending(stage)
            case Stage.SCHEDULED:
                yield from self._before_talk()
            case _:
                pass  # rest, and what follows a talk
        if self.progress.awaited and stage is not Stage.RESTING:
            yield from self._waiting()
            if self.progress.unthanked:  # an introduction was asked for in between
                yield self._step("thank", self._talk_began())
        if stage is Stage.REPLIED or (stage in _AFTER_TALK and self._unsettled()):
            yield self._to_answer()
        if stage in _AFTER_TALK:
            yield from self._after_talk(stage)
        if stage is not Stage.RESTING:
            yield from self._to_report(stage)

    def _unsettled(self) -> bool:
        """Say whether they agreed to a talk, now or later, and no time was set since."""
        return self.progress.answered and self.progress.answer in {"yes", "later"}

    def dismissed(self, action: str, since: datetime) -> bool:
        """Say whether the learner dismissed a step after what made it due."""
        at = self.state.dismissed.get(self.person, {}).get(action)
        return at is not None and at >= since

    def _before_sending(self, stage: Stage) -> Iterator[Reminder]:
        to_ask = next((i for i in self.introductions if i.may_name is None), None)
        if to_ask and to_ask.at:
            yield self._step("ask_name", to_ask.at, introducer=to_ask.by)
        named = [i.at for i in self.introductions if i.at]
        chosen = self.state.chosen_at.get(self.person)
        if stage is Stage.DRAFTED:
            yield self._step("send", self._at(stage))
        elif named:
            yield self._step("write", max(*named, self._at(stage)))
        elif chosen:
            yield self._step("begin", chosen)

    def _waiting(self) -> Iterator[Reminder]:
        waits = cadence(self.state)
        sent = self._at(Stage.SENT)
        at = self._at(Stage.NUDGED if self.progress.nudged else Stage.SENT)
        nudged = self.progress.nudged
        alone = not any(at > sent and i != self.person for i, at in self.sent.items())
        if alone and not nudged and waits.another is not None:
            yield self._step("write_another", sent, due=self._after(sent, waits.another))
        wait = waits.move_on
        if nudged < len(waits.reminders):
            yield self._step("nudge", at, due=self._after(at, waits.reminders[nudged]))
            wait += waits.reminders[nudged]
        if nudged >= len(waits.reminders) or self.dismissed("nudge", at):
            yield self._step("rest", at, due=self._after(at, wait))

    def _to_answer(self) -> Reminder:
        progress = self.progress
        if progress.offered:
            return self._step("settle_time", progress.offered)
        return self._step(_ANSWERS.get(progress.answer, "answer"), self._at(Stage.REPLIED))

    def _before_talk(self) -> Iterator[Reminder]:
        at = self._at(Stage.SCHEDULED)
        day = self._day(self.progress.meeting or at)
        prepared = self.state.preparations.get(self.person)
        ready = prepared is not None and (prepared.questions or prepared.goals)
        if not ready and day >= self.now.date():
            before = content.next_steps()["prepare"]
            yield self._step("prepare", at, due=add_days(day, -(before.after or 0), before.unit))
        yield self._step("talk", at, due=day)

    def _after_talk(self, stage: Stage) -> Iterator[Reminder]:
        thanked, talked = self._n(Stage.THANKED), self._n(Stage.TALKED)
        if max(talked, self._n(Stage.REPLIED)) > thanked:
            yield self._step("thank", self._talk_began() if talked > thanked else self._at(stage))
        if stage is Stage.REPORTED_BACK:
            yield self._step("keep_in_touch", self._at(stage))

    def _to_report(self, stage: Stage) -> Iterator[Reminder]:
        """Report back on each referral since the last report, or on the advice where none was."""
        told = self.progress.reached(Stage.REPORTED_BACK)
        open_since = []
        known = set()
        for other in self.progress.referred_to:
            named = self.state.named_by.get(other, {}).get(self.person)
            if named is None or named.at is None:
                continue
            known.add(named.at)
            news = self.state.progress[other].reached(Stage.TALKED)
            if news and news > named.at and (told is None or news > told):
                yield self._step("report_news", news, other=other)
            elif told is None or named.at > told:
                open_since.append(named.at)
        referred = self.progress.reached(Stage.REFERRED)
        if referred and referred not in known and (told is None or referred > told):
            open_since.append(referred)  # to somebody who is not noted, or was erased
        if open_since:
            yield self._step("report_back", min(open_since))
        elif stage is Stage.THANKED and not known and Stage.TALKED in self.last:
            yield self._step("report_back", self._at(stage))

    def _talk_began(self) -> datetime:
        """Return when the talk was: as agreed, or when it was recorded."""
        talked = self._n(Stage.TALKED)
        at, meeting = self.progress.path[talked].at, self.progress.meeting
        agreed = self.progress.path[talked - 1].stage is Stage.SCHEDULED
        return meeting if meeting and agreed and meeting <= at else at

    def _n(self, stage: Stage) -> int:
        """Return where on the way a stage was last reached, -1 if it never was."""
        return self.last.get(stage, -1)

    def _at(self, stage: Stage) -> datetime:
        """Return when a stage was last reached; a log that lost its beginning may lack it."""
        return self.progress.path[self.last.get(stage, 0)].at

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.now.tzinfo).date()

    def _after(self, at: datetime, n: int) -> date:
        return add_days(self._day(at), n, cadence(self.state).unit)

    def _step(
        self,
        action: str,
        since: datetime,
        *,
        due: date | str | None = "counted",
        introducer: str = "",
        other: str = "",
    ) -> Reminder:
        step = content.next_steps()[action]
        if isinstance(due, str):
            due = add_days(self._day(since), step.after or 0, step.unit)
        people = self.state.people
        names = {"name": self.person, "introducer": introducer, "other": other}
        known = {f: people[i].name.partition(",")[0] for f, i in names.items() if i in people}
        return Reminder(
            person=people[self.person],
            action=action,
            what=_fill(step.what, known),
            since=since,
            due=due,
            why=_fill(step.why, known),
            source=step.source,
            differs=step.differs,
            lesson=step.lesson,
        )


def _fill(text: str, names: Mapping[str, str]) -> str:
    """Fill in names in one pass, so that none is read as a field again."""
    parts = text.split("{")
    for n, part in enumerate(parts[1:], 1):
        field, _, rest = part.partition("}")
        parts[n] = names.get(field, "somebody") + rest
    return "".join(parts)
