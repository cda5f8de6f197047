"""`python -m informint.cli`."""

import sys

from informint.cli import main

sys.exit(main())
