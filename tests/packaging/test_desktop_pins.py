"""The pins that a bundle is frozen from: what the desktop needs, nothing of server or tests."""

from __future__ import annotations

from pathlib import Path

from desktop_pins import desktop_roots, subset
from tests.architecture.tracked import loose_lock, pins

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements.lock").read_text()

SMALL = """\
a==1
    # via antin (pyproject.toml)
b==1
    # via
    #   a
    #   antin (pyproject.toml:dev)
c-d==1 ; sys_platform == 'win32'
    # via b
e==1
    # via antin (pyproject.toml:dev)
f==1
    # via e
"""


def test_what_is_needed_is_found_through_what_needs_it() -> None:
    assert set(pins(subset(SMALL, ["a"]))) == {"a", "b", "c-d"}
    assert set(pins(subset(SMALL, ["E"]))) == {"e", "f"}
    assert subset(SMALL, ["a", "e"]) == SMALL


def test_the_desktop_and_nothing_else() -> None:
    part = subset(LOCK, desktop_roots((ROOT / "pyproject.toml").read_text()))
    found = set(pins(part))
    assert {"pyside6-essentials", "shiboken6", "sqlcipher3", "pyinstaller", "lxml"} <= found
    assert not found & {"psycopg", "psycopg-binary", "starlette", "uvicorn", "pytest", "mypy"}
    assert not list(loose_lock(part))
    assert found < set(pins(LOCK))
