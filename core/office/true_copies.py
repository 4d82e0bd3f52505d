"""Copies with the force of the original (bản sao): sao y, sao lục, trích sao; what may be made of
what.

Law: NĐ 30/2020/NĐ-CP Đ.3.10–12 (what each is), Đ.25 (from which medium to which), Đ.26 (the head
decides who may sign them; valid as bản chính), Đ.27. Secret documents: another law, refused here.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from core.errors import PagesWrong
from core.office.terms import Act, State


class Form(StrEnum):
    """Kinds of copies; their values are the codes of the document types."""

    FULL = "ban-sao-y"
    OF_COPY = "ban-sao-luc"
    EXTRACT = "ban-trich-sao"


class Medium(StrEnum):
    """What a document is on."""

    PAPER = "paper"
    ELECTRONIC = "electronic"


class Source(StrEnum):
    """What is copied."""

    ORIGINAL = "original"  # bản gốc, bản chính
    COPY = "copy"  # bản sao y


class Barred(StrEnum):
    """Why a kind of copy cannot be made; words under ``truecopy.barred.``."""

    NEEDS_ORIGINAL = "needs_original"
    NEEDS_COPY = "needs_copy"
    BETWEEN_FILES = "between_files"  # electronic to electronic


TITLES: Final = {Form.FULL: "Sao y", Form.OF_COPY: "Sao lục", Form.EXTRACT: "Trích sao"}
"""Hình thức sao, as it is printed (PL III, mẫu 3.1, 3.2)."""

MADE_FROM: Final = {
    Form.FULL: Source.ORIGINAL,
    Form.OF_COPY: Source.COPY,
    Form.EXTRACT: Source.ORIGINAL,
}
"""What each is a copy of (Đ.3.10–12)."""

ACTS: Final = {Medium.PAPER: Act.COPY_ON_PAPER, Medium.ELECTRONIC: Act.COPY_ELECTRONICALLY}
"""The act that makes a copy on a medium."""

SOURCES: Final = frozenset(
    {
        *(State.REGISTERED, State.SUBMITTED, State.IN_PROGRESS, State.COORDINATING, State.DONE),
        *(State.SEALED, State.ISSUED, State.RECEIVED, State.TAKEN_OVER, State.FILED),
    }
)
"""Where there is a bản gốc, bản chính or bản sao to copy: not before the agency signed, and not
what was returned, recalled or cancelled.
"""

_RANGE: Final = re.compile(r"(\d{1,4})(?:\s*[-–]\s*(\d{1,4}))?")


def barred(form: str, of: str, origin: str, medium: str) -> Barred | None:
    """Why ``form`` may not be made of a source (``of``) on ``origin``, on ``medium``; None when it
    may (Đ.25: no sao y and no sao lục from a file to a file). Raises ValueError for unknown codes.
    """
    needed = MADE_FROM[Form(form)]
    if Source(of) is not needed:
        return Barred.NEEDS_COPY if needed is Source.COPY else Barred.NEEDS_ORIGINAL
    files = (Medium(origin), Medium(medium)) == (Medium.ELECTRONIC, Medium.ELECTRONIC)
    return Barred.BETWEEN_FILES if files and form != Form.EXTRACT else None


def is_copy(type_code: str) -> bool:
    """Whether a type of document is one of the copies."""
    return type_code in set(Form)


def pages(text: str, count: int) -> tuple[int, ...]:
    """The pages that ``1-2, 4`` names of ``count``, in order, each once; the empty text: all.

    Raises errors.PagesWrong.
    """
    if not text.strip():
        return tuple(range(1, count + 1))
    chosen: set[int] = set()
    for part in re.split(r"[,;]", text):
        found = _RANGE.fullmatch(part.strip())
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (0, 0)
        if not 1 <= first <= last <= count:
            raise PagesWrong(count=count)
        chosen.update(range(first, last + 1))
    return tuple(sorted(chosen))
