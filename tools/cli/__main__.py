"""`python -m tools.cli`: the same as `civicline`."""

import sys

from tools.cli import main

sys.exit(main())
