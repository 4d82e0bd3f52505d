"""The steps of enrolment as data: what each one asks, and what is wrong with an answer. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from core.errors import EnrolCodeMistyped, WeakPassphrase
from core.sync import enrol
from db.keys import passphrase

Kind = Literal["text", "open", "save", "passphrase"]
Answers = Mapping[str, str]


@dataclass(frozen=True)
class Ask:
    """One field: its name is the end of its keys ``people.enrol.NAME`` and ``….NAME.hint``."""

    name: str
    kind: Kind = "text"
    hint: bool = False


@dataclass(frozen=True)
class Step:
    """What is asked together. ``place`` counts the steps that a person goes through at first."""

    name: str
    place: int
    asks: tuple[Ask, ...]


PLACES: Final = 4
UNIT: Final = Step("unit", 1, (Ask("provision", "open", hint=True),))
COMPARE: Final = Step("compare", 2, ())
WHO: Final = Step(
    "who", 3, (Ask("machine", hint=True), Ask("person", hint=True), Ask("code", hint=True))
)
SECRET: Final = Step(
    "secret", 4, (Ask("first", "passphrase", hint=True), Ask("again", "passphrase"))
)
NEW_CODE: Final = Step("new_code", 0, (Ask("machine", hint=True), Ask("code", hint=True)))
SAVE: Final = Step("save", 0, (Ask("request", "save"),))
LOAD: Final = Step("load", 0, (Ask("answer", "open"),))


def problems(step: Step, answers: Answers) -> dict[str, str]:
    """The key of what is wrong, by the name of the field; empty where all is well."""
    found = {ask.name: _problem(ask, answers) for ask in step.asks}
    return {name: key for name, key in found.items() if key}


def _problem(ask: Ask, answers: Answers) -> str:
    text = answers[ask.name]
    if not text.strip():
        return "people.enrol.empty"
    check = _CHECKS.get(ask.name) or _CHECKS.get(ask.kind)
    return check(text, answers) if check else ""


def _code(text: str, _answers: Answers) -> str:
    try:
        enrol.read_code(text)
    except EnrolCodeMistyped:
        return "people.enrol.code.mistyped"
    return ""


def new_passphrase(text: str, _answers: Answers) -> str:
    """The key of why a passphrase is too weak, or nothing."""
    try:
        passphrase.check_strength(text)
    except WeakPassphrase as error:
        return f"people.weak.{error.facts['reason']}"
    return ""


def _again(text: str, answers: Answers) -> str:
    return "" if text == answers["first"] else "people.differs"


def _there(text: str, _answers: Answers) -> str:
    return "" if Path(text.strip()).is_file() else "people.enrol.no_file"


def _room(text: str, _answers: Answers) -> str:
    path = Path(text.strip())
    return "" if path.parent.is_dir() and not path.is_dir() else "people.enrol.no_folder"


_CHECKS: Final[dict[str, Callable[[str, Answers], str]]] = {
    "code": _code,
    "first": new_passphrase,
    "again": _again,
    "open": _there,
    "save": _room,
}
