"""The acts on an incoming document as buttons, menu lines and shortcuts: one table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.terms import Act, State
from core.office.workflow import INITIALLERS

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from core.office.terms import Role
    from db.queries.rows import DocumentPage


@dataclass(frozen=True)
class Doing:
    """An act: the key of its words, its icon and shortcut; ``rare`` ones have no button of their
    own."""

    act: Act
    key: str
    icon: str
    shortcut: str = ""
    rare: bool = False


DOINGS: Final = (
    Doing(Act.SUBMIT, "office.act.submit", "send", "F9"),
    Doing(Act.DIRECT, "office.act.direct", "comment_edit", "F7"),
    Doing(Act.ANSWER, "incoming.act.answer", "arrow_reply", "Ctrl+R"),
    Doing(Act.COMPLETE, "office.act.complete", "checkmark", "Ctrl+E"),
    Doing(Act.ASSIGN, "office.act.assign", "person_arrow_right", "F4"),
    Doing(Act.FILE, "office.act.file", "folder_arrow_right", "Ctrl+H"),
    Doing(Act.TAKE_NOTE, "incoming.act.take_note", "checkmark_circle"),
    Doing(Act.RETURN, "office.act.return", "arrow_undo", "F8"),
    Doing(Act.REOPEN, "office.act.reopen", "history"),
    Doing(Act.SEND_BACK, "office.act.send_back", "arrow_exit", rare=True),
    Doing(Act.OBEY_RECALL, "office.act.obey_recall", "delete", rare=True),
)
"""In the order of the buttons: what moves a document on first, what takes it away last."""
REASONED: Final = frozenset({Act.RETURN, Act.REOPEN, Act.SEND_BACK, Act.OBEY_RECALL})
OPINED: Final = frozenset({Act.COMPLETE, Act.TAKE_NOTE})
MAIN: Final = frozenset({Act.SUBMIT, Act.DIRECT, Act.ANSWER, Act.COMPLETE})
"""What moves a document on; filing it does once nothing else is left to do."""
_GONE: Final = frozenset({State.RETURNED, State.CANCELLED})


def main_act(page: DocumentPage, offered: Sequence[Doing]) -> Act | None:
    """The act that the person is most likely to want now: the primary button."""
    moves = {move.act for move in page.moves}
    wanted = MAIN | {Act.FILE} & moves
    return next((doing.act for doing in offered if doing.act in wanted), None)


def doings(page: DocumentPage, roles: Set[Role]) -> tuple[Doing, ...]:
    """What somebody with these roles may do with a document now.

    Into a dossier it may go at any time before it is filed (law: NĐ 30/2020/NĐ-CP Đ.29).
    """
    acts = {move.act for move in page.moves}
    if roles & INITIALLERS and State(page.row.state) not in _GONE:
        acts.add(Act.FILE)
    return tuple(doing for doing in DOINGS if doing.act in acts)
