"""A passphrase that is shown in clear, on a real X11 screen: none of it can be taken out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from tests.e2e.display import screen

TRIES = """
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QClipboard
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from desktop.unlock.passphrase_edit import PassphraseEdit

MODES = QClipboard.Mode.Clipboard, QClipboard.Mode.Selection
HELD = [Qt.KeyboardModifier(bits << 25) for bits in range(8)]  # Shift, Ctrl, Alt and all of them
WORDS = "mot hai ba"
application = QApplication([])
board = application.clipboard()
NAMED = "Insert Delete Backspace Left Right Home End Up Down Copy Cut F16 F20".split()
KEYS = [getattr(Qt.Key, "Key_" + name) for name in (*"ACEHKUXZ", *NAMED)]

def fill(edit):
    for mode in MODES:
        board.setText("before", mode)
    edit.forget() if isinstance(edit, PassphraseEdit) else edit.clear()
    QTest.keyClicks(edit, WORDS)
    if isinstance(edit, PassphraseEdit):
        edit.actions()[0].trigger()
    assert edit.echoMode() == QLineEdit.EchoMode.Normal

def taken():
    application.processEvents()
    return any(board.text(mode) != "before" for mode in MODES)

def by_key(edit):
    for key in KEYS:
        for held in HELD:
            for start, count in ((0, len(WORDS)), (4, 0), (4, 3)):
                fill(edit)
                edit.setSelection(start, count) if count else edit.setCursorPosition(start)
                QTest.keyClick(edit, key, held)
                yield taken()

def by_mouse(edit):
    left, begin, end = Qt.MouseButton.LeftButton, QPoint(12, 14), QPoint(90, 14)
    fill(edit)
    QTest.mousePress(edit, left, pos=begin)
    QTest.mouseMove(edit, end)
    QTest.mouseRelease(edit, left, pos=end)
    assert edit.selectedText()
    yield taken()
    fill(edit)
    QTest.mouseDClick(edit, left, pos=begin)
    QTest.mouseClick(edit, left, pos=begin)
    assert edit.selectedText() == WORDS
    yield taken()

for kind in (QLineEdit, PassphraseEdit):
    edit = kind()
    edit.resize(300, 40)
    edit.show()
    edit.activateWindow()
    edit.setFocus()
    QTest.qWaitForWindowExposed(edit)
    print(sum(by_key(edit)), sum(by_mouse(edit)))
    edit.close()
"""


@pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed")
def test_no_key_and_no_mouse_takes_a_shown_passphrase_out() -> None:
    with screen() as (display, _):
        environ = os.environ | {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        command = [sys.executable, "-c", TRIES]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    plain, ours = done.stdout.splitlines()
    keys, mouse = map(int, plain.split())
    assert keys > 30, "of a plain field each of these ways takes text out"
    assert mouse == 2
    assert ours == "0 0"
