"""A child that writes an invitation in the drafts screen until it is killed: the form, a table, an
appendix. It says ``kept`` once the desk has them, and types on.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Final

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.commits.format import Session
from core.office.draft import Paragraph, Table
from db import opening
from db.acting import Store
from db.keys.protectors import KEY_FILE, key_file_key
from db.opening import Clock
from db.vault import Vault
from desktop import clock
from desktop.background import Inline
from desktop.changes import Changes
from desktop.context import Context
from desktop.crash import CrashHandler
from desktop.drafts.screen import SCREEN, DraftsScreen
from desktop.frame.nav import Badge
from desktop.keeper import Keeper
from desktop.pages import PageServer
from desktop.theme.theme import Look, theme
from desktop.unlock.lock_screen import LockScreen
from desktop.window import Window

KIND: Final = "giay-moi/giay-moi"
BODY: Final = (Paragraph("Kính mời dự họp."), Table((("TT", "Tên"), ("1", "Súng"))))
TITLE, VENUE = "Danh sach", "Hội trường số 9"


def store_of(folder: Path, owner: str, person: str) -> Store:
    """The clerk's machine of the unit in a folder, opened by its key file, for a person."""
    at = Clock(clock.now_ms, clock.random_bytes)
    vault = Vault(folder / "clerk", clock.random_bytes)
    key = folder / "keys" / "clerk"
    opened = vault.unlock_with(owner, KEY_FILE, key_file_key(key))
    store = opening.open_store(opened, "passphrase", "test", at)
    author = replace(store.author, person=person, session=Session("passphrase", 0))
    return replace(store, author=author)


def main(folder: Path, owner: str, person: str) -> None:
    """Write until the end."""
    application = QApplication([])
    theme.start(Look("light"))
    store, log = store_of(folder, owner, person), folder / "log.txt"
    lock = LockScreen(Inline(), lambda _person, _words: None, clock.now_ms)
    lock.hide()
    window = Window(Keeper(folder), lock, CrashHandler(log, clock.now_ms, sys.exit))
    context = Context(lambda: store, Inline(), Changes(), PageServer(), window)
    window.show_session(context, (SCREEN,), Badge("", ""), "SĐ999 (giả lập)")
    window.show()
    window.go("drafts", ("new", KIND))
    screen = window.stack.view()
    assert isinstance(screen, DraftsScreen)
    page, editor = screen.writing, screen.writing.editor
    editor.facts.fields[0].text.setText(VENUE)
    editor.body.set_blocks(BODY)
    editor.parts.add_appendix()
    front = editor.parts.front()
    QTest.keyClicks(front.title, TITLE)
    said = False
    while True:
        application.processEvents()
        if page.kept_at is None or said:
            QTest.qWait(20)
        else:
            said = bool(sys.stdout.write("kept\n"))
            sys.stdout.flush()
        if said:
            QTest.keyClicks(front.body, "a")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
