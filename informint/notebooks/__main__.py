"""``python -m informint.notebooks``: publishes the lessons, or checks that they are."""

import sys

from informint.notebooks import main

sys.exit(main())
