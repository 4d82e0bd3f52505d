"""Asks for a folder that is there: where backups go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog
from typing_extensions import override

from desktop.widgets.path_sheet import PathSheet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class FolderSheet(PathSheet):
    """``chosen`` is called with the folder."""

    def __init__(self, key: str, chosen: Callable[[Path], None], start: Path | None) -> None:
        super().__init__(key, lambda paths: chosen(paths[0]), start=start)
        self.field.set_hint("safety.backup.folder_hint")

    @override
    def _browse(self) -> None:
        found = QFileDialog.getExistingDirectory(self, self.title.text(), self.edit.text())
        if found:
            self.edit.setText(found)
            self.edit.setFocus()

    @override
    def _usable(self, path: Path) -> bool:
        return path.is_dir()
