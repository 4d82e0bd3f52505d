"""The frozen program's first file."""

import sys

from desktop.__main__ import main

sys.exit(main())
