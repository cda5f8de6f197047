"""``python -m informint.notebooks``: publishes the lessons, checks them, hands them out."""

import sys

from informint.notebooks import main

sys.exit(main())
