"""Tells how near two questions are in what they want to know, whatever words they use.

``tools/train_senses.py`` fits a projection of what the encoder makes of a question, so that those
which the same story would answer lie close, and keeps the outcome for every question that the
personas of the package answer: to read them anew would take seconds for each persona.
"""

import hashlib
import zipfile
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from informint.errors import BadInput
from informint.reading.encoder import Encoder, encoder

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

    Floats = NDArray[float32]

DEPTHS = (2, 3, 4)  # the layers whose means are projected: the last ones know little but the topic
_NAME = "senses.npz"


def key(text: str) -> int:
    """Return the number under which the outcome for a question is kept."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


class Senses:
    """The projection, and what it made of questions known before."""

    def __init__(self, by: Encoder, stream: Any) -> None:  # noqa: ANN401  (any binary stream)
        """Read what the tool wrote.

        Raises:
            KeyError, ValueError, zipfile.BadZipFile: when the stream is not that, or was made
                with other weights.
        """
        self.np = np = by.np
        with np.load(stream) as saved:
            if str(saved["encoder"]) != by.card.sha256:
                raise ValueError
            self.packed = saved["projection"], saved["scale"]
            self.rows = saved["rows"]
            self.place = {int(k): n for n, k in enumerate(saved["keys"])}
        self.projection = self.packed[0].astype(np.float32) * self.packed[1]
        self.by = by

    def of(self, text: str) -> "Floats":
        """Return what a question wants to know, a vector of length 1."""
        at = self.place.get(key(text))
        if at is None:
            return self.length_1(self.projection @ self.seen(self.by, text))
        return self.length_1(self.rows[at].astype(self.np.float32))

    @staticmethod
    def seen(by: Encoder, text: str) -> "Floats":
        """Return what is projected: the means after some layers, each of length 1, in a row."""
        means = by.see(text).means[DEPTHS, :]
        row: Floats = (means / by.np.linalg.norm(means, axis=1, keepdims=True)).ravel()
        return row

    def length_1(self, vector: "Floats") -> "Floats":
        """Return a vector at length 1; nothing stays nothing."""
        made: Floats = vector / self.np.float32(float(self.np.linalg.norm(vector)) or 1.0)
        return made


@cache
def senses() -> Senses:
    """Return what comes with the package; it is read once.

    Raises:
        BadInput: when its file is missing or damaged.
        ImportError: when numpy is missing.
    """
    by = encoder()
    try:
        with files(__package__).joinpath("weights", _NAME).open("rb") as stream:
            return Senses(by, stream)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        message = f"The reader's weights ({_NAME}) are missing or damaged: install informint again."
        raise BadInput(message) from None
