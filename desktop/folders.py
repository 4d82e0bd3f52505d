"""Where this installation keeps its data, unless the command line says otherwise."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def home_folder(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> Path:
    """The folder of the encrypted store: ``ANTIN_HOME``, else the place that the system means for
    a person's data (XDG Base Directory, Windows known folders). It may not exist yet."""
    if named := environ.get("ANTIN_HOME"):
        return Path(named)
    if platform == "win32":
        return Path(environ.get("LOCALAPPDATA", str(Path.home() / "AppData/Local"))) / "AnTin"
    if platform == "darwin":
        return Path.home() / "Library/Application Support/AnTin"
    data = environ.get("XDG_DATA_HOME", "")
    # the specification: a relative path is invalid and must be ignored
    return (Path(data) if data.startswith("/") else Path.home() / ".local/share") / "antin"


def state_folder(
    home: Path, environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Path | None:
    """A folder apart from the store's own for one more copy of its counters, so that a store put
    back as a whole is noticed: ``ANTIN_STATE``, else what the system means for a person's state.

    None for a store that somebody keeps at a place of his own, unless he names this one, too.
    """
    if named := environ.get("ANTIN_STATE"):
        return Path(named)
    if home != home_folder({**environ, "ANTIN_HOME": ""}, platform):
        return None
    if platform == "win32":
        return Path(environ.get("APPDATA", str(Path.home() / "AppData/Roaming"))) / "AnTin"
    if platform == "darwin":
        return Path.home() / "Library/Preferences/AnTin"
    state = environ.get("XDG_STATE_HOME", "")
    return (Path(state) if state.startswith("/") else Path.home() / ".local/state") / "antin"
