"""Every screen in every look: nothing cut, everything named, everything readable."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QWidget

from tests.desktop import looks
from tests.desktop.gallery import SHOTS, Gallery


@pytest.fixture(scope="module")
def gallery(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """The unit and its window, made once."""
    with pytest.MonkeyPatch.context() as patch:
        made = Gallery(tmp_path_factory.mktemp("gallery"), patch)
        yield made
        made.close()


@pytest.mark.parametrize("setting", looks.every_look(), ids=lambda each: each.name)
def test_looks(gallery: Gallery, setting: looks.Setting) -> None:
    wrong = {}
    with looks.dressed(setting):
        gallery.dress(setting)
        for shot in SHOTS:
            window = gallery.show(shot)
            looks.screenshot(window, f"{shot.name}-{setting.name}")
            if found := problems(gallery):
                wrong[shot.name] = found
    gallery.pages.stop()
    assert not wrong, "\n".join(f"{name}: {found}" for name, found in wrong.items())
    assert gallery.faults == []


def problems(gallery: Gallery) -> list[str]:
    """What is wrong with what is shown; below an open sheet the screen is dim on purpose."""
    window = gallery.window
    top = window.scrim.card or window
    checks: tuple[tuple[Callable[[QWidget], None], QWidget], ...] = (
        (looks.assert_not_clipped, window),
        (looks.assert_named, window),
        (looks.assert_contrast, top),
    )
    found = []
    for check, root in checks:
        try:
            check(root)
        except AssertionError as error:
            found.append(f"{check.__name__} {error.args[0]}")
    return found
