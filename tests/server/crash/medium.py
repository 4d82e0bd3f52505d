"""What a power cut would leave of the files, as POSIX promises it and no more.

Bytes last once their file was synced, names once their folder was. A rename lasts with the folder
of the new name, as journalling file systems keep it whole. SQLite's own files are not among these:
what is known of its log stands in :mod:`tests.server.crash.recorder`.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class _Name(NamedTuple):
    """A change of the names in a folder, the name that it made, the one that it took away, and how
    it is undone.
    """

    folder: Path
    name: Path | None
    old: Path | None
    undo: Callable[[], object]


class Medium:
    """Knows what was not synced yet, and can lose it."""

    def __init__(self) -> None:
        self.loose: dict[Path, bytes] = {}
        """The bytes that last, of files written since."""
        self.names: list[_Name] = []

    # -- what the program does ---------------------------------------------------------------------

    def writing(self, path: Path) -> None:
        """A file is about to change."""
        if path not in self.loose:
            self.loose[path] = path.read_bytes()

    def made(self, path: Path) -> None:
        """A new file, or a new folder."""
        if path.is_dir():
            self.names.append(_Name(path.parent, path, None, lambda: _rmdir(path)))
        else:
            self.loose[path] = b""
            self.names.append(_Name(path.parent, path, None, lambda: path.unlink(missing_ok=True)))

    def moving(self, old: Path, new: Path) -> None:
        """A file is about to take another name, perhaps another file's."""
        before = self._lasting(new)

        def back() -> None:
            with suppress(FileNotFoundError):
                new.replace(old)
            if before is not None:
                new.write_bytes(before)

        self.names.append(_Name(new.parent, new, old, back))
        self.loose.pop(new, None)
        if old in self.loose:
            self.loose[new] = self.loose.pop(old)

    def removing(self, path: Path) -> None:
        """A file is about to go."""
        before = self._lasting(path) or b""
        self.names.append(_Name(path.parent, None, path, lambda: path.write_bytes(before)))
        self.loose.pop(path, None)

    def synced(self, path: Path) -> None:
        """A file's bytes last from now on, or a folder's names."""
        self.loose.pop(path, None)
        left = {each.old for each in self.names if each.folder == path}
        self.names = [each for each in self.names if each.folder != path and each.name not in left]

    def _lasting(self, path: Path) -> bytes | None:
        if path in self.loose:
            return self.loose[path]
        return path.read_bytes() if path.is_file() else None

    # -- the power goes ----------------------------------------------------------------------------

    def empty(self) -> None:
        """The names came to the disk and the bytes did not."""
        for path, before in self.loose.items():
            if path.exists():
                path.write_bytes(before)

    def forget(self) -> None:
        """Neither came."""
        self.empty()
        for name in reversed(self.names):
            name.undo()


def _rmdir(folder: Path) -> None:
    with suppress(OSError):  # something in it came to the disk, and with it the folder
        folder.rmdir()
