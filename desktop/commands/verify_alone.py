"""``antin-verify``: checking signatures as a small program of its own, for machines that have
nothing else of ours. The same code as ``antin verify``; in a checkout it is
``python -m desktop.commands.verify_alone``.
"""

from __future__ import annotations

import argparse
import os
import sys
from multiprocessing import freeze_support  # noqa: TID251 - see tests/architecture/places.py

from db import process
from desktop.commands import main as command_line
from desktop.commands import verifying
from desktop.phrases import phrase


def main() -> int:
    """Read the command line and check; the exit code of the program."""
    freeze_support()  # first: a frozen child would start the program again
    process.harden("antin-verify.exe")
    language = command_line.asked_language(sys.argv[1:], os.environ)
    parser = argparse.ArgumentParser(
        "antin-verify", description=phrase(language, "commands.verify.help")
    )
    command_line.add_general(parser, language)
    verifying.arguments(parser, language)
    return command_line.carry_out(verifying.run, parser.parse_args())


if __name__ == "__main__":
    sys.exit(main())
