"""Files of a document that this machine gave up for room: how they stand, and one key that asks for
them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.actions import evicting
from desktop.screens import Command
from desktop.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.queries.rows import FileRow
    from desktop.context import Context

SHORTCUT = "Ctrl+F5"


def fetch_commands(
    context: Context, document: str, files: Sequence[FileRow]
) -> tuple[Command, ...]:
    """Ask for those of a document's files that are at the server only, where there are any."""
    if not any(file.at_server for file in files):
        return ()

    def fetch() -> None:
        context.act(
            lambda store: evicting.fetch(store, document),
            lambda _: context.frame.toast("files.asked_for"),
        )

    return (Command("file_fetch", "files.fetch", fetch, "arrow_download", SHORTCUT, "bar"),)


def absence(file: FileRow) -> str:
    """Why a file is not here."""
    if file.at_server:
        return word("files.at_server")
    return word("files.asked" if file.asked else "files.missing")
