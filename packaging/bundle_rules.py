"""Which files a frozen bundle keeps and which it drops: plain functions over names.

``build.spec`` asks them; tests run them over the recorded file lists of the Linux and the Windows
wheels. A name is where a file would lie in the bundle, with forward slashes. What is dropped is
either of no use to this program, or must come from the target's own system (packaging.md §6.2).
"""

from __future__ import annotations

import re
from typing import Final

# Packages that must not come along even where they are installed or imported by something unused.
EXCLUDED_MODULES: Final = (
    "PIL.ImageTk",
    "PIL._avif",
    "PIL._webp",
    "_pytest",
    "coverage",
    "hypothesis",
    "lxml.html",
    "lxml.objectify",
    "mypy",
    "numpy",
    "oscrypto",
    "pip",
    "psycopg",
    "psycopg_binary",
    "pydoc",
    "pytest",
    "readline",
    "ruff",
    "server",
    "setuptools",
    "sqlalchemy.dialects.mssql",
    "sqlalchemy.dialects.mysql",
    "sqlalchemy.dialects.oracle",
    "starlette",
    "test",
    "tests",
    "tkinter",
    "unittest",
    "uvicorn",
    "zstandard._cffi",
    "zstandard.backend_cffi",
)

# What the small verifier leaves out, too: whatever shows, stores, draws or speaks with a network.
NOT_IN_THE_VERIFIER: Final = (
    "PIL",
    "PySide6",
    "alembic",
    "curses",
    "db.models",
    "desktop.keys",
    "lxml",
    "openpyxl",
    "pikepdf",
    "pkcs11",
    "pypdfium2",
    "reportlab",
    "shiboken6",
    "sqlalchemy",
    "sqlcipher3",
    "sqlite3",
    "urllib3",
    "xmlrpc",
    "zxcvbn",
)
VERIFIER_WORDS: Final = ("commands", "errors", "evidence", "verify")
"""The words that it has, of resources/i18n."""
VERIFIER_METADATA: Final = ("antin", "cryptography", "pyhanko", "pyhanko-certvalidator")

# Versions that importlib.metadata is asked for when the program runs.
METADATA: Final = (
    "PySide6_Essentials",
    "SQLAlchemy",
    "antin",
    "cryptography",
    "pikepdf",
    "pyhanko",
    "pyhanko-certvalidator",
    "pypdfium2",
    "reportlab",
)

# Qt's plugins by folder; a folder that is not named is dropped. None keeps all of it.
PLUGINS: Final[dict[str, frozenset[str] | None]] = {
    "platforms": frozenset({"qxcb", "qwayland", "qoffscreen", "qwindows", "qcocoa"}),
    "platformthemes": frozenset({"qxdgdesktopportal"}),  # gtk3 would bring the build host's GTK
    "platforminputcontexts": frozenset(  # ibus: typing Vietnamese
        {"composeplatforminputcontextplugin", "ibusplatforminputcontextplugin"}
    ),
    "imageformats": frozenset({"qsvg", "qjpeg", "qico", "qgif", "qtiff"}),
    "iconengines": None,
    "printsupport": None,
    "styles": None,
    "tls": None,
    "wayland-decoration-client": None,
    "wayland-shell-integration": frozenset({"xdg-shell"}),
}
QT_LIBRARIES: Final = frozenset(
    "Core DBus Gui Network PrintSupport Svg WaylandClient Widgets XcbQpa".split()
)
QT_TRANSLATIONS: Final = frozenset({"qtbase_en.qm"})  # Vietnamese is our own, in resources

# Libraries that the target's system supplies: a bundled old one breaks its newer drivers.
SYSTEM: Final = frozenset(
    "libc libm libdl libpthread librt libresolv libutil libstdc++ libgcc_s "
    "libX11 libX11-xcb libXau libXdmcp libxcb libXext libXi libXrender "
    "libGL libGLX libGLdispatch libOpenGL libEGL libgbm libdrm libwayland-client libwayland-cursor "
    "libfontconfig libfreetype libexpat libuuid "
    "libcups libgnutls libavahi-client libavahi-common libnettle libhogweed libtasn1 libidn2 "
    "libunistring libp11-kit libsystemd libcap libgcrypt libgpg-error libgmp".split()
)
# What only those and the dropped plugins asked for: GTK's family, and helpers of X11 and systemd.
LEFT_OVER: Final = frozenset(
    "libgtk-3 libgdk-3 libatk-1.0 libatk-bridge-2.0 libatspi libcairo libcairo-gobject "
    "libpango-1.0 libpangocairo-1.0 libpangoft2-1.0 libgdk_pixbuf-2.0 libgio-2.0 "
    "libgobject-2.0 libgmodule-2.0 libharfbuzz libthai libdatrie libgraphite2 libfribidi "
    "libpixman-1 libpng16 libjpeg libepoxy libwayland-server libselinux libmount libblkid "
    "libbsd libmd liblz4 libXcomposite libXcursor libXdamage libXfixes libXinerama libXrandr "
    "libxcb-glx".split()
)
WINDOWS: Final = frozenset({"opengl32sw.dll"})  # 20 MB of software OpenGL: widgets need none

# Files of *.dist-info that tell how a package was installed and so differ between pip and uv.
INSTALLERS: Final = frozenset(
    "RECORD INSTALLER REQUESTED direct_url.json uv_build.json uv_cache.json WHEEL".split()
)

_PLUGIN = re.compile(r"(?:^|/)PySide6/(?:Qt/)?plugins/([^/]+)/(?:.*/)?(?:lib)?([^/.]+)\.\w+$")
_QT_LIBRARY = re.compile(r"(?:^|/)(?:lib)?Qt6(\w+?)\.(?:so|dll|dylib)\b[^/]*$")
_LIBRARY = re.compile(r"(?:^|/)(lib[^/]+?)\.so[^/]*$")
_TOOL = re.compile(r"/qml/|pyside6qml|PySide6/[^/]+\.exe$")
_OURS = re.compile(r"\.(?:py[co]?|ts|pem)$|(?:^|/)(?:__pycache__|README\.md)")


def keeps(name: str) -> bool:
    """Whether a binary or data file of this name goes into the bundle."""
    if "PySide6/" in name or "Qt6" in name:
        return _keeps_qt(name)
    if ".dist-info/" in name:
        return name.rsplit("/", 1)[1] not in INSTALLERS
    return not _of_the_system(name)


def keeps_resource(name: str) -> bool:
    """Whether a file of resources/ is shipped: data yes, code and notes for programmers no."""
    return not _OURS.search(name)


def _keeps_qt(name: str) -> bool:
    if plugin := _PLUGIN.search(name):
        names = PLUGINS.get(plugin[1], frozenset())
        return names is None or plugin[2] in names
    if library := _QT_LIBRARY.search(name):
        return library[1] in QT_LIBRARIES
    if "/translations/" in name:
        return name.rsplit("/", 1)[1] in QT_TRANSLATIONS
    return not (_TOOL.search(name) or name.rsplit("/", 1)[-1] in WINDOWS or _of_the_system(name))


def _of_the_system(name: str) -> bool:
    """By its plain name; a copy inside a wheel has a name of its own (libz-1a2b3c4d) and stays."""
    library = _LIBRARY.search(name)
    return library is not None and library[1] in SYSTEM | LEFT_OVER
