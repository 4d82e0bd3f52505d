"""One desktop of the play: the program on a screen of its own, a home folder, and hands."""

from __future__ import annotations

import re
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tests.e2e import shelf
from tests.e2e.display import HEIGHT, WIDTH, screen
from tests.e2e.watched import PATIENCE, Silent, Watched, environment

if TYPE_CHECKING:
    from types import TracebackType

ROOT: Final = Path(__file__).resolve().parents[2]
PYTHON: Final = sys.executable
TROUBLE: Final = "error .*|announce Ứng dụng gặp lỗi"
NAMES: Final = {"people": "nguoi dung va khoa", "sync": "dong bo"}
"""What the palette finds screens by, without marks."""

CALM: Final = 0.4
"""Seconds; longer than any pause after which the program goes on by itself within one act."""
PROGRAM = (PYTHON, "-m", "desktop")


class Refused(AssertionError):
    """The program showed an error where none was expected."""


class Desk:
    """A machine of the play. Everything a person would do, and what the program says of it."""

    def __init__(self, name: str, folder: Path, logs: Path) -> None:
        self.name, self.folder, self.home = name, folder, folder / "antin"
        self.log = logs / f"{name}.log"
        self._logs = logs
        self._left = ExitStack()
        self.display, self.hands = self._left.enter_context(screen())
        self.lines: list[str] = []
        self.screens: tuple[str, ...] = ()
        self._program: Watched | None = None

    def __enter__(self) -> Desk:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.picture(self._logs / f"failed-{self.name}.png")
        if self._program is not None:
            self._program.stop()
        self._left.close()

    # -- the program ---------------------------------------------------------------------------

    @property
    def program(self) -> Watched:
        """The running program."""
        assert self._program is not None
        return self._program

    def start(self) -> None:
        """Open the program and wait for its first window."""
        around = environment(self.folder, DISPLAY=self.display, QT_QPA_PLATFORM="xcb")
        command = [*PROGRAM, "--home", str(self.home), "--announce"]
        self._program = Watched(command, self.log, around, ROOT)
        self.program.wait("ready")
        self.hands.move(WIDTH - 2, HEIGHT - 2)
        self.hands.focus(self.window())
        self.settle()

    def close(self) -> int:
        """Close the window as its frame would; the program's exit code."""
        self.hands.ask_to_close(self.window())
        code = self.program.ended()
        self.lines += self.program.lines
        self._program = None
        return code

    def end(self, sign: int) -> int:
        """End the program by a signal, as a crash or a cut would; its exit code."""
        code = self.program.stop(sign)
        self.lines += self.program.lines
        self._program = None
        return code

    def window(self) -> int:
        """The program's window: the largest on its screen."""
        return max(self.hands.windows(), key=lambda seen: seen[1] * seen[2])[0]

    # -- acting and hearing --------------------------------------------------------------------

    def press(self, *chords: str) -> None:
        """Press chords one after the other."""
        self.hands.press(*chords)

    def type(self, text: str) -> None:
        """Type a text."""
        self.hands.type(text)

    def write(self, text: str) -> None:
        """Type over what a field has."""
        self.hands.press("Ctrl+a")
        self.hands.type(text)

    def hear(self, pattern: str, since: int, seconds: float = PATIENCE) -> re.Match[str]:
        """The first line that matches; raises Refused when an error is shown instead."""
        found = self.program.wait(f"{pattern}|{TROUBLE}", since, seconds)
        if not re.fullmatch(pattern, found.group()):
            raise Refused(f"{self.name}: {found.group()}; {self.program.lines[since:]}")
        return found

    def do(self, *chords: str, hear: str, seconds: float = PATIENCE) -> re.Match[str]:
        """Press chords and wait until a line says what came of it; then until all is quiet."""
        since = self.program.mark
        self.hands.press(*chords)
        found = self.hear(hear, since, seconds)
        self.settle()
        return found

    def go(self, screen_id: str) -> None:
        """To a screen by its keys, the same every day for everybody; behind the ninth by name."""
        place = self.screens.index(screen_id) + 1
        if place <= len("123456789"):
            self.do(f"Alt+{place}", hear=f"screen {screen_id}")
        else:
            self.press("Ctrl+k")
            self.settle()
            self.type(f">{NAMES[screen_id]}")
            self.rest()
            self.do("Enter", hear=f"screen {screen_id}")
        self.rest()

    def settle(self) -> None:
        """Wait until the program has taken every key and does nothing any more."""
        window = self.window()
        for _ in range(200):
            before = self.program.mark
            for _ping in range(3):
                self.hands.ping(window)
            busy = self._last("busy")
            if busy > self._last("idle"):
                self.program.wait("idle", busy)
            elif self.program.mark == before:
                return
        raise Silent(f"{self.name} does not come to rest: {self.program.lines[-20:]}")

    def rest(self) -> None:
        """Wait for what begins a moment later by itself too: the page of a chosen row."""
        self.settle()
        while not self.program.silent(CALM):
            self.settle()

    def _last(self, line: str) -> int:
        """Where a line stands for the last time; -1 where nowhere."""
        lines = self.program.lines
        return max((place for place, said in enumerate(lines) if said == line), default=-1)

    # -- mouse and pictures --------------------------------------------------------------------

    def drop(self, file: Path, place: tuple[int, int] = (WIDTH // 2, HEIGHT // 2)) -> None:
        """Drag a file from another program's window and drop it on ours."""
        around = environment(self.folder / "other", DISPLAY=self.display, QT_QPA_PLATFORM="xcb")
        arguments = [PYTHON, "-m", "tests.e2e.shelf", str(file)]
        source = Watched(arguments, self._logs / "shelf.log", around, ROOT)
        source.wait("ready")
        left, top, width, height = shelf.PLACE
        self.hands.drag((left + width // 2, top + height // 2), place)
        source.wait("dropped CopyAction")
        self.settle()
        source.stop()
        self.hands.move(WIDTH - 2, HEIGHT - 2)
        self.hands.focus(self.window())

    def picture(self, path: Path) -> None:
        """What its screen shows now."""
        self.hands.picture(path)
