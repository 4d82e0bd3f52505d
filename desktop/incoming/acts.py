"""The acts on an incoming document as buttons, menu lines and shortcuts: one table."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from core.office.terms import Act, State
from core.office.workflow import INITIALLERS
from desktop.documents.copied_file import may_copy

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from core.office.terms import Role
    from db.queries.rows import DocumentPage


class Extra(StrEnum):
    """What can be done with a document beside the workflow table."""

    ACKNOWLEDGE = "acknowledge"
    PAPER = "paper"
    FILES = "files"
    SLIP = "slip"
    PRINT = "print"
    FORMAT = "format"
    SIGNATURES = "signatures"
    COPY = "copy"


Step = Act | Extra


@dataclass(frozen=True)
class Doing:
    """An act: the key of its words, its icon and shortcut; ``rare`` ones have no button of their
    own."""

    act: Step
    key: str
    icon: str
    shortcut: str = ""
    rare: bool = False


DOINGS: Final = (
    Doing(Act.SUBMIT, "office.act.submit", "send", "F9"),
    Doing(Extra.ACKNOWLEDGE, "incoming.act.acknowledge", "people_checkmark"),
    Doing(Act.DIRECT, "office.act.direct", "comment_edit", "F7"),
    Doing(Act.COORDINATE, "office.act.coordinate", "checkmark", "Ctrl+E"),
    Doing(Act.ANSWER, "incoming.act.answer", "arrow_reply", "Ctrl+R"),
    Doing(Act.COMPLETE, "office.act.complete", "checkmark", "Ctrl+E"),
    Doing(Act.ASSIGN, "office.act.assign", "person_arrow_right", "F4"),
    Doing(Act.FILE, "office.act.file", "folder_arrow_right", "Ctrl+H"),
    Doing(Act.TAKE_NOTE, "incoming.act.take_note", "checkmark_circle"),
    Doing(Act.RETURN, "office.act.return", "arrow_undo", "F8"),
    Doing(Act.REOPEN, "office.act.reopen", "history"),
    Doing(Act.TRANSFER, "incoming.act.transfer", "person_swap", "F4"),
    Doing(Act.ASK_COORDINATION, "office.act.ask_coordination", "people"),
    Doing(Act.EXTEND, "office.act.extend", "calendar_clock"),
    Doing(Act.ASK_EXTENSION, "office.act.ask_extension", "clock"),
    Doing(Extra.SLIP, "incoming.act.slip", "print", "Ctrl+P", rare=True),
    Doing(Extra.PRINT, "incoming.act.print", "document_pdf", rare=True),
    Doing(Extra.FORMAT, "format.check", "document_checkmark", rare=True),
    Doing(Extra.SIGNATURES, "verify.sheet", "shield_checkmark", rare=True),
    Doing(Extra.COPY, "truecopy.ask", "copy", "Ctrl+Shift+S", rare=True),
    Doing(Act.EDIT, "incoming.act.edit", "document_edit", "F2", rare=True),
    Doing(Extra.FILES, "incoming.act.files", "attach", rare=True),
    Doing(Extra.PAPER, "incoming.act.paper", "archive", rare=True),
    Doing(Act.WITHDRAW, "office.act.withdraw", "arrow_reply", rare=True),
    Doing(Act.SEND_BACK, "office.act.send_back", "arrow_exit", rare=True),
    Doing(Act.MERGE, "office.act.merge", "copy", rare=True),
    Doing(Act.OBEY_RECALL, "office.act.obey_recall", "delete", rare=True),
)
"""In the order of the buttons: what moves a document on first, what takes it away last."""
MAIN: Final = frozenset({Act.SUBMIT, Act.DIRECT, Act.COORDINATE, Act.ANSWER, Act.COMPLETE})
"""What moves a document on; filing it does once nothing else is left to do."""
_GONE: Final = frozenset({State.RETURNED, State.CANCELLED})


def main_act(page: DocumentPage, offered: Sequence[Doing]) -> Step | None:
    """The act that the person is most likely to want now: the primary button."""
    moves = {move.act for move in page.moves}
    wanted = MAIN | {Act.FILE} & moves
    return next((doing.act for doing in offered if doing.act in wanted), None)


def unread_by(page: DocumentPage, me: str) -> bool:
    """Whether the person was given the document and has not said that he has it."""
    return any(one.person == me and one.noted is None for one in page.assignments)


def doings(page: DocumentPage, roles: Set[Role], me: str = "") -> tuple[Doing, ...]:
    """What somebody with these roles may do with a document now.

    Into a dossier it may go at any time before it is filed (law: NĐ 30/2020/NĐ-CP Đ.29). A shortcut
    belongs to the first act that has it: F4 gives out, for who cannot it passes on.
    """
    acts: set[Step] = {move.act for move in page.moves}
    if roles & INITIALLERS and State(page.row.state) not in _GONE:
        acts.add(Act.FILE)
    if unread_by(page, me):
        acts.add(Extra.ACKNOWLEDGE)
    if page.row.number:
        acts.add(Extra.SLIP)
    if any(file.role == "received" and file.here for file in page.files):
        acts |= {Extra.PRINT, Extra.FORMAT, Extra.SIGNATURES}
    acts |= {Extra.COPY} if may_copy(page, roles) else set()
    if Act.EDIT in acts:
        acts |= {Extra.FILES, Extra.PAPER}
    found: list[Doing] = []
    for doing in DOINGS:
        if doing.act in acts:
            taken = {one.shortcut for one in found}
            found.append(replace(doing, shortcut="") if doing.shortcut in taken else doing)
    return tuple(found)
