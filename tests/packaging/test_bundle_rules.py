"""What a bundle keeps, over the recorded files of the wheels and of a build on Debian 12."""

from __future__ import annotations

from pathlib import Path

import pytest

import bundle_rules as rules

NAMES = Path(__file__).parent / "names"
LINUX, WINDOWS, COLLECTED = (
    (NAMES / f"{name}.txt").read_text().splitlines()
    for name in ("pyside6-linux", "pyside6-windows", "collected-debian12")
)


def kept(names: list[str], part: str = "") -> set[str]:
    return {name.rsplit("/", 1)[-1] for name in names if part in name and rules.keeps(name)}


def test_plugins_of_linux() -> None:
    assert kept(LINUX, "/plugins/") == {
        "libqxcb.so",
        "libqwayland.so",
        "libqoffscreen.so",
        "libqxdgdesktopportal.so",
        "libcomposeplatforminputcontextplugin.so",
        "libibusplatforminputcontextplugin.so",
        "libqsvg.so",
        "libqjpeg.so",
        "libqico.so",
        "libqgif.so",
        "libqtiff.so",
        "libqsvgicon.so",
        "libcupsprintersupport.so",
        "libqcertonlybackend.so",
        "libqopensslbackend.so",
        "libadwaita.so",
        "libbradient.so",
        "libxdg-shell.so",
    }


def test_plugins_of_windows() -> None:
    assert kept(WINDOWS, "/plugins/") == {
        "qwindows.dll",
        "qoffscreen.dll",
        "qmodernwindowsstyle.dll",
        "qsvg.dll",
        "qjpeg.dll",
        "qico.dll",
        "qgif.dll",
        "qtiff.dll",
        "qsvgicon.dll",
        "qcertonlybackend.dll",
        "qopensslbackend.dll",
        "qschannelbackend.dll",
    }


def test_libraries_of_qt() -> None:
    names = {"Core", "DBus", "Gui", "Network", "PrintSupport", "Svg", "Widgets"}
    linux = {f"libQt6{name}.so.6" for name in names | {"WaylandClient", "XcbQpa"}}
    assert {name for name in kept(LINUX) if "Qt6" in name} == linux
    assert {name for name in kept(WINDOWS) if "Qt6" in name} == {f"Qt6{n}.dll" for n in names}
    assert {name for name in kept(LINUX) if name.startswith("libicu")} == {
        f"libicu{part}.so.73" for part in ("data", "i18n", "uc")
    }


def test_software_opengl_and_tools_of_windows_are_dropped() -> None:
    assert not {"opengl32sw.dll", "qtvirtualkeyboardplugin.dll", "uic.exe"} & kept(WINDOWS)
    assert {"msvcp140.dll", "vcruntime140.dll", "pyside6.abi3.dll"} <= kept(WINDOWS)


@pytest.mark.parametrize("names", [LINUX, WINDOWS])
def test_one_translation_of_qt_is_left(names: list[str]) -> None:
    assert kept(names, "/translations/") == {"qtbase_en.qm"}


@pytest.mark.parametrize(
    "name",
    [
        "libstdc++.so.6",
        "libgcc_s.so.1",
        "libX11.so.6",
        "libX11-xcb.so.1",
        "libfontconfig.so.1",
        "libfreetype.so.6",
        "libexpat.so.1",
        "libuuid.so.1",
        "libsystemd.so.0",
        "libgtk-3.so.0",
        "libcairo.so.2",
        "libQt6Quick.so.6",
        "libQt6EglFSDeviceIntegration.so.6",
    ],
)
def test_the_targets_own_libraries_and_gtk_are_dropped(name: str) -> None:
    assert not rules.keeps(name)


@pytest.mark.parametrize(
    "name",
    [
        "libxcb-cursor.so.0",
        "libxkbcommon-x11.so.0",
        "libxkbcommon.so.0",
        "libcrypto.so.3",
        "libssl.so.3",
        "libgssapi_krb5.so.2",
        "libsqlite3.so.0",
        "libglib-2.0.so.0",
        "libdbus-1.so.3",
        "libpython3.11.so.1.0",
        "libffi.so.8",
        "pillow.libs/libfreetype-57f805ba.so.6.20.6",
        "pillow.libs/libxcb-9065bb12.so.1.1.0",
        "libQt6Core.so.6",
        "python3.11/lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so",
    ],
)
def test_what_the_target_may_lack_is_kept(name: str) -> None:
    assert rules.keeps(name)


def test_a_build_on_debian_keeps_every_extension_and_drops_what_installers_wrote() -> None:
    extensions = {name for name in COLLECTED if ".cpython-" in name or ".abi3.so" in name}
    assert all(map(rules.keeps, extensions))
    left = {name.rsplit("/", 1)[1] for name in COLLECTED if ".dist-info" in name} - {
        name.rsplit("/", 1)[1] for name in COLLECTED if ".dist-info" in name and rules.keeps(name)
    }
    assert left == rules.INSTALLERS
    licences = [name for name in COLLECTED if "/licenses/" in name]
    assert licences
    assert all(map(rules.keeps, licences))


def test_no_rule_is_stale() -> None:
    """Each plugin, library and dropped name stands in a recorded list, or for another system."""
    everything = "\n".join((*LINUX, *WINDOWS))
    elsewhere = {"qcocoa"}
    for kind, names in rules.PLUGINS.items():
        assert f"plugins/{kind}/" in everything
        assert all(name in everything for name in (names or set()) - elsewhere)
    assert all(f"Qt6{name}." in everything for name in rules.QT_LIBRARIES)
    assert all(name in everything for name in rules.QT_TRANSLATIONS | rules.WINDOWS)


@pytest.mark.parametrize(
    ("name", "ships"),
    [
        ("resources/i18n/errors.json", True),
        ("resources/i18n/qtbase_vi.qm", True),
        ("resources/i18n/qtbase_vi.ts", False),
        ("resources/__init__.py", False),
        ("resources/__pycache__/__init__.cpython-311.pyc", False),
        ("resources/README.md", False),
        ("LICENSES/OFL-Liberation.txt", True),
    ],
)
def test_what_is_shipped_of_our_own(name: str, *, ships: bool) -> None:
    assert rules.keeps_resource(name) is ships
