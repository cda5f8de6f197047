"""The ranking that views share: a journal's people for its goal, reckoned once for each state."""

from informint import targets
from informint.journal import Journal
from informint.model import Target


class Ranking:
    """Ranks a journal's people, and again only when what the order rests on has changed."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._last: tuple[object, tuple[Target, ...]] = (None, ())

    def weights(self) -> dict[str, float]:
        """Return the weights in force: the learner's over the usual ones."""
        return targets.weights_in_force(self._journal.state.weights)

    def best_first(self) -> tuple[Target, ...]:
        """Return everybody who is not set aside, the best first."""
        state, weights = self._journal.state, self.weights()
        aside = tuple(state.set_aside)
        basis = (state.people, state.goal, state.profile, weights, aside, state.acquaintances)
        if self._last[0] != basis:
            ranked = targets.rank(
                state.people.values(),
                state.goal,
                weights=weights,
                profile=state.profile,
                today=self._journal.today,
                set_aside=state.set_aside,
                acquaintances=state.acquaintances,
            )
            self._last = (basis, ranked)
        return self._last[1]
