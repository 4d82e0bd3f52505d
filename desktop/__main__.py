"""Start of the program: no word, or an option of the window, opens the window; ``demo`` plays;
every other word is a command.

Each road is imported only when it is taken: the window comes up without the commands' libraries,
and the commands work where no window can.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from multiprocessing import freeze_support  # noqa: TID251 - see tests/architecture/places.py
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from core.errors import AntinError

WINDOW_OPTIONS: Final = ("--home", "--announce")
NO_WINDOW: Final = 3
"""Exit code when this machine or session cannot show a window."""


def main() -> int:
    """Take the road that the command line names; the exit code of the program."""
    freeze_support()  # first: a frozen child would start the application again
    from db import process  # small, and before anything that could hold a secret

    process.harden("antin.exe")
    match sys.argv[1:]:
        case ["demo", *rest]:
            return _show("desktop.demo", rest, screen=False)
        case [first, *_] as arguments if first.partition("=")[0] not in WINDOW_OPTIONS:
            return _run("desktop.commands.main", arguments)
        case arguments:
            return _show("desktop.app", arguments, screen=True)


def _run(module: str, arguments: list[str]) -> int:
    return int(import_module(module).main(arguments))


def _show(module: str, arguments: list[str], *, screen: bool) -> int:
    from core.errors import LibraryMissing, ScreenMissing
    from desktop import system_libraries

    try:
        system_libraries.require_window(os.environ, screen=screen)
        return _run(module, arguments)
    except ImportError as error:
        library = system_libraries.named_in(error)
        if library is None:
            raise
        return _explain(system_libraries.refusal([library]))
    except (LibraryMissing, ScreenMissing) as error:
        return _explain(error)


def _explain(error: AntinError) -> int:
    from desktop.phrases import LANGUAGES, explain_in

    for language in LANGUAGES:
        print(explain_in(language, error).sentence(), file=sys.stderr)
    return NO_WINDOW


if __name__ == "__main__":
    sys.exit(main())
