"""The one signal, held back under the lock."""

from __future__ import annotations

import pytest

from desktop.changes import Changed, Changes, touches

ONE, TWO = frozenset({("document", "1")}), frozenset({("dossier", "2")})


@pytest.fixture
def heard() -> tuple[Changes, list[Changed]]:
    changes, said = Changes(), list[Changed]()
    changes.happened.connect(said.append)
    return changes, said


def test_nothing_is_no_change(heard: tuple[Changes, list[Changed]]) -> None:
    changes, said = heard
    changes.emit(frozenset())
    changes.emit(ONE)
    assert said == [ONE]


def test_under_the_lock_nothing_is_said_not_even_later(
    heard: tuple[Changes, list[Changed]],
) -> None:
    changes, said = heard
    changes.hold()
    changes.emit(ONE)
    changes.hold()
    changes.release()
    assert said == []
    changes.emit(TWO)
    assert said == [TWO]


def test_touches() -> None:
    assert touches(ONE, "dossier", "document")
    assert not touches(ONE, "dossier")
