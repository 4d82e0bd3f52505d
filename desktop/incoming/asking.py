"""The acts that need nothing but a text: what it is called, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.terms import Act
from db.actions import handling, incoming

if TYPE_CHECKING:
    from db.acting import Done, Store

Doing = Callable[["Store", str, str], "Done"]


@dataclass(frozen=True)
class Asking:
    """``key`` names act and button, ``label`` the text; ``act`` gets store, document and text."""

    key: str
    label: str
    act: Doing


def _step(act: Act) -> Doing:
    return lambda store, document, text: incoming.step_for_reason(store, document, act, text)


_REASON: Final = "incoming.reason"
_OPINION: Final = "incoming.opinion"
TEXTS: Final[dict[Act, Asking]] = {
    Act.COMPLETE: Asking("office.act.complete", _OPINION, incoming.complete),
    Act.TAKE_NOTE: Asking("incoming.act.take_note", _OPINION, incoming.take_note),
    Act.COORDINATE: Asking("office.act.coordinate", _OPINION, handling.coordinate),
    Act.ASK_EXTENSION: Asking("office.act.ask_extension", _REASON, handling.ask_extension),
    Act.WITHDRAW: Asking("office.act.withdraw", _REASON, handling.withdraw),
    **{
        act: Asking(f"office.act.{act}", _REASON, _step(act))
        for act in (Act.RETURN, Act.REOPEN, Act.SEND_BACK, Act.OBEY_RECALL)
    },
}
