"""The driver's hands: every Vietnamese letter, chords, and a file dragged from another program."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.e2e import shelf
from tests.e2e.display import screen
from tests.e2e.keymap import MARKED, SIGNS
from tests.e2e.watched import Watched, environment
from tests.e2e.x11 import Hands

pytestmark = pytest.mark.window
ROOT = Path(__file__).resolve().parents[2]


class Seen(NamedTuple):
    """A screen with a window on it that tells what it is given."""

    display: str
    hands: Hands
    probe: Watched
    folder: Path


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    folder = tmp_path_factory.mktemp("hands")
    with screen(800, 600) as (display, hands):
        probe = _start("tests.e2e.probe", [], display, folder)
        probe.wait(r'\["ready", true\]')
        hands.focus(hands.windows()[-1][0])
        yield Seen(display, hands, probe, folder)
        probe.stop()


def _start(module: str, arguments: list[str], display: str, folder: Path) -> Watched:
    around = environment(folder / "home", DISPLAY=display, QT_QPA_PLATFORM="xcb")
    return Watched([sys.executable, "-m", module, *arguments], folder / "log", around, ROOT)


@pytest.mark.parametrize(
    "text",
    [
        "".join(MARKED),
        "".join(MARKED).upper(),
        SIGNS + "thường và HOA, 0123456789 !@#$%^&*()_+-=[]{}|;':\",./<>?`~\\",
        "V/v bảo đảm thông tin liên lạc – Sư đoàn Bộ binh 999 (giả lập)",
    ],
)
def test_every_letter_arrives(seen: Seen, text: str) -> None:
    since = seen.probe.mark
    seen.hands.press("Ctrl+a")
    seen.hands.type(text)
    seen.probe.wait(re.escape(json.dumps(["text", text])), since, 10)


@pytest.mark.parametrize("chord", ["Alt+2", "F9", "Ctrl+Enter", "Ctrl+L", "Ctrl+="])
def test_chords_arrive(seen: Seen, chord: str) -> None:
    since = seen.probe.mark
    seen.hands.press(chord)
    told = "Ctrl+Return" if chord == "Ctrl+Enter" else chord
    seen.probe.wait(re.escape(json.dumps(["keys", told])), since, 10)


def test_after_two_pings_all_keys_have_been_read(seen: Seen) -> None:
    window = seen.hands.windows()[-1][0]
    for text in ("một", "hai", "ba"):
        since = seen.probe.mark
        seen.hands.press("Ctrl+a")
        seen.hands.type(text, pause=0)
        seen.hands.ping(window)
        seen.hands.ping(window)
        seen.probe.wait(re.escape(json.dumps(["text", text])), since, 0.05)


def test_a_file_is_dragged_from_another_program(seen: Seen) -> None:
    file = seen.folder / "một tệp.pdf"
    file.write_bytes(b"%PDF-1.7")
    source = _start("tests.e2e.shelf", [str(file)], seen.display, seen.folder)
    source.wait("ready")
    left, top, width, height = shelf.PLACE
    seen.hands.drag((left + width // 2, top + height // 2), (600, 450))
    source.wait("dropped CopyAction")
    seen.probe.wait(re.escape(json.dumps(["files", [str(file)]])))
    source.stop()  # not before: what is dropped is asked from where it came


def test_a_picture_of_the_screen(seen: Seen) -> None:
    from PySide6.QtGui import QColor, QImage

    path = seen.folder / "shot.png"
    window = seen.hands.windows()[-1][0]
    for _ in range(2):  # it may not be painted yet
        seen.hands.ping(window)
    seen.hands.picture(path)
    image = QImage(str(path))
    assert (image.width(), image.height()) == (800, 600)
    assert QColor(image.pixel(400, 560)).lightness() > 100
