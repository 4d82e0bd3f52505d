"""Appendices that are files of their own: written here, or made by another program and taken along
as they are. No Qt.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

import msgspec

from core.office.draft import Appendix, Brought
from core.office.typography import roman
from core.text import fold
from db.actions.files import NewFile
from desktop import reference
from desktop.drafts import given
from desktop.drafts.given import PDF
from desktop.forms import document, template
from desktop.signing import setting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.office.draft import Draft
    from db.acting import Store
    from desktop.drafts.writing import Written
    from desktop.forms.document import Rendered


def lay_down(store: Store, file: NewFile) -> Appendix:
    """Put it on the desk, as an appendix that is called as the file is."""
    blob = given.lay_down(store, file.content, file.intake)
    brought = Brought(
        blob=blob, name=file.name, type=file.type, size=len(file.content), pages=file.pages
    )
    return Appendix(title=PurePath(file.name).stem[:400], separate=True, file=brought)


def files(store: Store, draft: Draft, watermark: str | None, owner: str) -> list[NewFile]:
    """The appendices of a draft that are files of their own, in their order; ``owner`` is the
    document, empty while there is none. Raises BlobMissing, LetterNotInFont.
    """
    written = iter(document.appendices(draft, template.load(), reference.forms(), watermark))
    return [
        _of(store, one, number, written, owner)
        for number, one in enumerate(draft.appendices, 1)
        if one.separate
    ]


def drawn(draft: Draft, at: int, watermark: str | None) -> Rendered | None:
    """The pages of the appendix at a place; None where it stands in the document's file, or was
    brought.
    """
    if at >= len(draft.appendices):
        return None
    wanted = [_is_written(one) for one in draft.appendices]
    pages = document.appendices(draft, template.load(), reference.forms(), watermark)
    return pages[sum(wanted[:at])] if wanted[at] else None


def without_files(written: Written) -> Written:
    """A form that begins with another document's text; what was brought for that stays there."""
    kept = tuple(one for one in written.appendices if one.file is None)
    return msgspec.structs.replace(written, appendices=kept)


def _is_written(appendix: Appendix) -> bool:
    return appendix.separate and appendix.file is None


def _of(
    store: Store, appendix: Appendix, number: int, written: Iterator[Rendered], owner: str
) -> NewFile:
    if appendix.file is None:
        page = next(written)
        name = f"phu-luc-{fold(roman(number))}.pdf"
        return NewFile(name, PDF, setting.ready(page), page.pages)
    brought = appendix.file
    content = given.content(store, brought.blob)
    found = given.intake(store, brought.blob, owner)
    return NewFile(brought.name, brought.type, content, brought.pages, intake=found)
