"""The class: a copy of the lessons for each learner, and what their progress cards show together.

Only this room imports papermill (and Dask, where a cluster is named), which take seconds to load.
"""

from informint.cohort.building import Built, build, on_dask
from informint.cohort.reporting import report
from informint.cohort.roster import Learner, Roster, Skipped, read_roster

__all__ = [
    "Built",
    "Learner",
    "Roster",
    "Skipped",
    "build",
    "on_dask",
    "read_roster",
    "report",
]
