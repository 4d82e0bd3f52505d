"""System libraries that Qt needs and no wheel carries, with the Debian package of each.

With one of them missing Qt cannot be imported, or ends the process without a word: so they are
tried before the window is (packaging.md §4, §8).
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Iterable, Mapping
from typing import Final

from core.errors import LibraryMissing, ScreenMissing

Libraries = Mapping[str, str]
"""Library file to Debian package."""

QT: Final[Libraries] = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libbrotlidec.so.1": "libbrotli1",
}
X11: Final[Libraries] = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


def missing(libraries: Iterable[str], platform: str = sys.platform) -> tuple[str, ...]:
    """Those of the libraries that cannot be loaded; none on systems where Qt brings its own."""
    if not platform.startswith("linux"):
        return ()
    return tuple(name for name in libraries if not _loads(name))


def require(libraries: Iterable[str]) -> None:
    """Raises LibraryMissing, with the packages to install, when one cannot be loaded."""
    if lacking := missing(libraries):
        raise refusal(lacking)


def require_window(environ: Mapping[str, str], *, screen: bool) -> None:
    """What Qt needs before it is imported. Raises LibraryMissing and, if a ``screen`` is needed
    and nobody chose another way to show windows, ScreenMissing."""
    require(QT)
    if not sys.platform.startswith("linux") or environ.get("QT_QPA_PLATFORM"):
        return
    if environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"):
        require(X11)
    if screen and not environ.get("DISPLAY") and not environ.get("WAYLAND_DISPLAY"):
        raise ScreenMissing


def refusal(libraries: Iterable[str]) -> LibraryMissing:
    """The error that names the libraries and their Debian packages."""
    names = tuple(libraries)
    found = (QT.get(name) or X11.get(name) or name for name in names)
    return LibraryMissing(libraries=", ".join(names), packages=" ".join(found))


def named_in(error: ImportError) -> str | None:
    """The library that the system's loader could not find, if that is what the error says."""
    found = re.match(r"(lib[\w.+-]+\.so[.\d]*): cannot open shared object file", str(error))
    return found[1] if found else None


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
