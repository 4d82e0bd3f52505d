"""Which file of a document a copy is made of (sao y, sao lục, trích sao). No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.office.access import ACCESS
from core.office.terms import Act, State
from core.office.true_copies import SOURCES
from db.actions.files import MAIN

if TYPE_CHECKING:
    from collections.abc import Set

    from core.office.terms import Role
    from db.queries.rows import DocumentPage, FileRow

PDF: Final = "application/pdf"


def source_file(page: DocumentPage) -> FileRow | None:
    """The file that is copied: the signed one, or the first that came; None where there is none
    here, or the document does not count as an original (any more).
    """
    if State(page.row.state) not in SOURCES:
        return None
    held = [one for one in page.files if one.here and one.type == PDF]
    main = [one for one in held if one.slot == MAIN]
    return next(iter([*main, *(one for one in held if one.role == "received")]), None)


def may_copy(page: DocumentPage, roles: Set[Role]) -> bool:
    """Whether somebody with these roles may make a copy of a document now."""
    return bool(roles & ACCESS[Act.COPY_ON_PAPER].keys()) and source_file(page) is not None
