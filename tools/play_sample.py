"""Plays the sample learner's practice talks and keeps their turns.

    python tools/play_sample.py

Run it after changing informint/content/sample/rehearsals.toml, or to let the sample show what the
reader of turns sees now; publish the lessons afterwards.
"""

import json
from pathlib import Path

from informint import roleplay
from informint.content.rehearsals import rehearsals

TO = Path(__file__).parents[1] / "informint/content/sample/rehearsals.json"


def main() -> None:
    """Write the file, and tell what each talk amounts to."""
    talks = {}
    for number, rehearsal in enumerate(rehearsals()):
        talk = roleplay.begin(roleplay.personas()[rehearsal.persona], seed=number)
        for words in rehearsal.says:
            talk = roleplay.say(talk, words)
        talks[rehearsal.id] = [_small(turn) for turn in json.loads(roleplay.save(talk))["turns"]]
        found = roleplay.debrief(talk).figures
        print(
            f"{rehearsal.id}: {found.n_questions} questions, {found.open_share:.0%} open, "
            f"{found.n_followups} follow-ups, {found.talk_share:.0%} of the words"
        )
    TO.write_text(json.dumps(talks, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def _small(turn: dict[str, object]) -> dict[str, object]:
    """Return a turn without what its class fills in by itself."""
    return {key: value for key, value in turn.items() if value not in (None, [], "")}


if __name__ == "__main__":
    main()
