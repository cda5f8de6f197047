"""Four pictures of a learner's own way, each with the same in words; counts, and no promises.

    print(funnel(journal.state))            # how far the people came to whom the learner wrote
    print(referrals(journal.state))         # who named whom
    print(growth(journal.state, journal.now))
    print(practice(journal.state.practices))

``picture.svg`` is the drawing. Both hold names, so a view shows them and a notebook keeps none.
"""

from informint.pictures.funnel import funnel
from informint.pictures.growth import growth
from informint.pictures.picture import Picture
from informint.pictures.practice import practice
from informint.pictures.referrals import referrals

__all__ = ["Picture", "funnel", "growth", "practice", "referrals"]
