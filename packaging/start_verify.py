"""The first file of the frozen verifier."""

import sys

from desktop.commands.verify_alone import main

sys.exit(main())
