"""Settings, the crash handler, announcements, ids: the small parts under everything."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop import clock
from desktop.announce import announce, announce_screen, announce_to, milestone, stdout_if_asked
from desktop.crash import CrashHandler, fault_code, fault_lines
from desktop.keeper import Keeper
from desktop.preferences.screen import PreferencesScreen
from desktop.settings import FILE_NAME, Wishes, read_wishes, write_wishes
from desktop.singletons import keep_alive
from desktop.theme.theme import Look, theme
from desktop.widgets.segmented import Segmented
from desktop.words import words
from tests.desktop.looks import (
    LAPTOP,
    assert_contrast,
    assert_named,
    assert_not_clipped,
    dressed,
    every_look,
    shown,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

SECRET = "V/v kế hoạch mật của sư đoàn"


def test_wishes_are_kept(tmp_path: Path) -> None:
    wishes = Wishes("en", "dark", 1.25, "roomy", 10, "P1")
    write_wishes(tmp_path / "new", wishes)
    assert read_wishes(tmp_path / "new") == wishes
    assert [file.name for file in (tmp_path / "new").iterdir()] == [FILE_NAME]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '"x"',
        '{"language": "fr", "zoom": 7}',
        '{"zoom": true, "lock_minutes": "5"}',
        "\xff",
    ],
)
def test_a_spoiled_file_gives_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE_NAME).write_bytes(text.encode("latin-1"))
    assert read_wishes(tmp_path) == Wishes()


def test_one_bad_wish_does_not_spoil_the_others(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps({"theme": "dark", "zoom": 99, "x": 1}))
    assert read_wishes(tmp_path) == Wishes(theme="dark")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(list(vars(Wishes()))), st.none() | st.booleans() | st.integers() | st.text()
    )
)
def test_any_content_gives_wishes_that_make_sense(
    tmp_path: Path, content: dict[str, object]
) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps(content))
    read = read_wishes(tmp_path)
    write_wishes(tmp_path, read)
    assert read_wishes(tmp_path) == read


def test_a_wish_is_shown_and_kept_at_once(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path)
    keeper.set_theme("dark")
    keeper.set_language("en")
    keeper.set_zoom(1.1)
    try:
        assert theme.look == Look("dark", 1.1)
        assert words.language == "en"
        assert read_wishes(tmp_path) == keeper.wishes == Wishes("en", "dark", 1.1)
    finally:
        words.set_language("vi")
        theme.show(Look("light"))


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, no folder")
    keeper, failed = Keeper(tmp_path / "home"), list[Exception]()
    keeper.failed.connect(failed.append)
    keeper.set_lock_minutes(10)
    assert len(failed) == 1
    assert keeper.wishes.lock_minutes == 10


@pytest.mark.parametrize("setting", every_look(), ids=lambda setting: setting.name)
def test_the_settings_screen_looks_right(tmp_path: Path, qtbot: QtBot, setting: object) -> None:
    with dressed(setting):  # type: ignore[arg-type]
        screen = PreferencesScreen(Keeper(tmp_path))
        qtbot.addWidget(screen)
        shown(screen, LAPTOP)
        assert_named(screen)
        assert_not_clipped(screen)
        assert_contrast(screen)


def test_every_choice_of_the_settings_screen_counts(tmp_path: Path, qtbot: QtBot) -> None:
    keeper = Keeper(tmp_path)
    screen = PreferencesScreen(keeper)
    qtbot.addWidget(screen)
    for choice in screen.findChildren(Segmented):
        choice._choose(1)
    wishes = keeper.wishes
    words.set_language("vi")
    theme.show(Look("light"))
    assert wishes == Wishes("en", "light", 1.0, "standard", 2, "", "telex", "new", 3)
    assert screen.zoom.value() == 1.0


def raised() -> Exception:
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError as error:
        return error


def test_a_fault_leaves_places_but_no_words(tmp_path: Path) -> None:
    shown_codes: list[str] = []
    log = tmp_path / "antin.log"
    handler = CrashHandler(log, lambda: 7, shown_codes.append)
    code = handler.take(raised())
    text = log.read_text()
    assert shown_codes == [code]
    assert code in text
    assert "builtins.RuntimeError" in text
    assert "builtins.ValueError" in text
    assert "test_small_parts.raised:" in text
    assert not any(part in text for part in ("mật", "kế hoạch", str(tmp_path), SECRET))


def test_the_same_fault_has_the_same_code() -> None:
    assert fault_code(raised()) == fault_code(raised())
    assert fault_code(raised()) != fault_code(ValueError())
    assert "ValueError" in fault_lines(ValueError(SECRET))[0]


def test_an_exception_nobody_took_reaches_the_handler(tmp_path: Path) -> None:
    before, codes = sys.excepthook, list[str]()
    try:
        CrashHandler(tmp_path / "log", lambda: 1, codes.append).install()
        error = raised()
        sys.excepthook(type(error), error, None)
    finally:
        sys.excepthook = before
    assert codes == [fault_code(error)]


def test_a_handler_that_fails_itself_does_not_go_in_circles(tmp_path: Path) -> None:
    def show(_code: str) -> None:
        handler.take(ValueError())
        raise IsADirectoryError

    handler = CrashHandler(tmp_path / "none" / "log", lambda: 1, show)
    with pytest.raises(IsADirectoryError):
        handler.take(raised())
    handler._show = lambda _code: None
    assert handler.take(raised())


def test_the_log_does_not_grow_without_end(tmp_path: Path) -> None:
    log = tmp_path / "antin.log"
    log.write_text("x" * 600_000)
    CrashHandler(log, lambda: 1, lambda _code: None).take(raised())
    assert log.stat().st_size < 10_000
    assert (tmp_path / "antin.old.log").exists()


def test_sayings_and_milestones_are_lines(qapp: object) -> None:
    lines = io.StringIO()
    announce_to(lines)
    try:
        announce("Đã lưu,\nsố đến 1.285")
        announce(SECRET, content=True)
        announce_screen("incoming")
        milestone("ready")
    finally:
        announce_to(None)
    announce("not written")
    assert lines.getvalue().splitlines() == [
        "announce Đã lưu, số đến 1.285",
        "screen incoming",
        "ready",
    ]


def test_lines_are_written_on_request_only() -> None:
    assert stdout_if_asked(["--home", "x"]) is None
    assert stdout_if_asked(["--announce"]) is sys.stdout


def test_ids_are_fresh_and_the_office_lives_in_vietnam() -> None:
    assert len(clock.new_id()) == 16
    assert clock.new_id() != clock.new_id()
    assert clock.local_time(1795318860000).isoformat() == "2026-11-22T10:41:00+07:00"
    assert clock.local_time(clock.now_ms()).date() == clock.today()
    assert clock.steady_ms() <= clock.steady_ms()


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="these never die from Python 3.12 on")
def test_none_outlives_any_number_of_calls(qtbot: QtBot) -> None:
    keep_alive()
    for one in (None, True, False):
        assert sys.getrefcount(one) > 1 << 59
