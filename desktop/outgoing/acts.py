"""What can be done with an outgoing document: the workflow's acts and what the office does beside
them, in one table. No Qt.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from core.office.access import ACCESS
from core.office.terms import Act, State
from db.actions.outgoing import OUT_THERE
from desktop.documents.copied_file import may_copy

if TYPE_CHECKING:
    from desktop.outgoing.gathered import Gathered
    from desktop.screens import Place


class Extra(StrEnum):
    """What has no row of its own in the workflow table."""

    SEND = "send"
    LEND = "lend"
    RESTORE = "restore"
    CORRECT = "correct"
    REPLACE = "replace"
    NOTICE = "notice"
    PRINT = "print"
    BRING_BACK = "bring_back"
    COPY = "copy"


Doable = Act | Extra


@dataclass(frozen=True)
class Doing:
    """An act: the key of its words, its icon, its shortcut, and where it has a button."""

    act: Doable
    key: str
    icon: str
    shortcut: str = ""
    place: Place = "bar"


DOINGS: Final = (
    Doing(Act.INITIAL, "outgoing.initial", "document_checkmark", "F9", "primary"),
    Doing(Act.CHECK_CONTENT, "outgoing.check_content", "checkmark_circle", "F9", "primary"),
    Doing(Act.CHECK_FORMAT, "outgoing.check_format", "checkmark_circle", "F9", "primary"),
    Doing(Act.REQUEST_SIGNATURE, "outgoing.submit", "send", "Ctrl+Return"),
    Doing(Act.NUMBER, "outgoing.number", "ribbon", "F9", "primary"),
    Doing(Act.SEAL, "outgoing.seal", "shield_checkmark", "F9", "primary"),
    Doing(Act.ISSUE, "outgoing.issue", "send", "F9", "primary"),
    Doing(Act.CONFIRM_RECEIPT, "outgoing.confirm", "mail_read", "F9", "primary"),
    Doing(Extra.BRING_BACK, "outgoing.bring_back", "arrow_undo", "F9", "primary"),
    Doing(Act.FILE, "outgoing.file", "folder_add", "Ctrl+H"),
    Doing(Extra.NOTICE, "outgoing.notice", "alert"),
    Doing(Act.RETURN, "outgoing.return", "arrow_reply", "F8"),
    Doing(Act.WITHDRAW, "outgoing.withdraw", "arrow_undo", "F8"),
    Doing(Act.REVISE, "outgoing.revise", "document_edit", "F2"),
    Doing(Extra.SEND, "outgoing.send_more", "send", place="menu"),
    Doing(Extra.LEND, "outgoing.lend", "person_arrow_right", place="menu"),
    Doing(Extra.RESTORE, "outgoing.restore", "arrow_import", place="menu"),
    Doing(Extra.CORRECT, "outgoing.correct", "document_edit", place="menu"),
    Doing(Extra.REPLACE, "outgoing.replace", "document_add", place="menu"),
    Doing(Extra.PRINT, "outgoing.print", "print", "Ctrl+P", place="menu"),
    Doing(Extra.COPY, "truecopy.ask", "copy", "Ctrl+Shift+S", place="menu"),
    Doing(Act.DISCARD, "outgoing.discard", "delete", place="menu"),
    Doing(Act.CANCEL, "outgoing.cancel", "dismiss", place="menu"),
    Doing(Act.RECALL, "outgoing.recall", "arrow_undo", place="menu"),
)
"""In the order of the buttons: what moves a document on first, what takes it away last."""


def doings(found: Gathered) -> tuple[Doing, ...]:
    """What the person may do with a document now."""
    offered = {*_moves(found), *_extras(found)}
    return tuple(doing for doing in DOINGS if doing.act in offered)


def _moves(found: Gathered) -> set[Doable]:
    """What the workflow allows, without a check that holds already, a nháy that nobody awaits or a
    receipt of nothing.
    """
    done: set[Act] = set(found.held())
    if not found.awaited():
        done.add(Act.INITIAL)
    if not found.waiting():
        done.add(Act.CONFIRM_RECEIPT)
    return set(found.acts - done)


def _extras(found: Gathered) -> set[Doable]:
    state, roles = State(found.page.row.state), found.roles
    issued, recalled = state in OUT_THERE, state is State.RECALLED
    filed = state is State.FILED and bool(found.waiting())
    lent = found.away() is not None
    possible: dict[Doable, tuple[bool, Act]] = {
        Extra.SEND: (issued and not found.page.source, Act.ISSUE),
        Act.CONFIRM_RECEIPT: (filed, Act.CONFIRM_RECEIPT),
        Extra.LEND: ((issued or recalled) and not lent, Act.LEND),
        Extra.RESTORE: (lent, Act.LEND),
        Extra.CORRECT: (issued, Act.DRAFT),
        Extra.REPLACE: (issued or recalled, Act.DRAFT),
        Extra.NOTICE: (found.notice is not None, Act.READ),
        Extra.BRING_BACK: (found.in_bin, Act.DRAFT),
        Extra.PRINT: (bool(found.page.files), Act.EXPORT),
        Extra.COPY: (may_copy(found.page, roles), Act.COPY_ON_PAPER),
    }
    return {
        extra for extra, (now, right) in possible.items() if now and roles & ACCESS[right].keys()
    }
