"""`python -m limen` is the command line `limen`."""

import sys

from limen.cli import main

sys.exit(main())
