"""The text that a document's PDF gives back, in the order in which it is read.

A check on what is signed: what a person or a search reads out of the file is what was drafted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.office.draft import Document
from core.office.draft_text import texts
from core.office.family import family_of, type_of
from core.office.printed import UNKNOWN, blocks, ending, printed
from core.office.typography import counted, dashed, file_copy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from core.office.draft import Draft
    from core.office.draft_words import Words
    from core.office.family import Family, Forms
    from core.office.printed import Printed


def plain(draft: Draft, forms: Forms, words: Words, urgency: str = "") -> str:
    """The lines of the document, of what it issues and of the appendices in its file; ``urgency``
    is the word of its mark. Page numbers, and heads of tables that stand again, are left out.
    """
    family = family_of(draft, forms.families) or UNKNOWN
    lines = [
        *_head(draft, words, "" if family.heading == "title" else draft.subject, urgency),
        *draft.contact,
        *(_title(draft, forms) if family.heading == "title" else ()),
        *_parts(printed(draft, family), words),
        *_foot(draft, family, words),
        *_attached(draft, forms, words),
        *_appendices(draft, forms, words),
    ]
    return "\n".join(line for line in lines if line)


def _head(draft: Draft, words: Words, subject: str, urgency: str) -> Iterator[str]:
    yield draft.circulation.upper()
    yield from _names(draft, words)
    yield f"{words.number} /{draft.symbol}"
    yield f"{draft.place}," if draft.place else ""
    yield f"{words.subject} {subject}" if subject else ""
    yield urgency.upper()


def _names(draft: Draft, words: Words) -> Iterator[str]:
    yield from (line.upper() for line in (*draft.parent, *draft.issuer))
    yield from (words.state.upper(), words.motto)


def _title(draft: Draft, forms: Forms) -> tuple[str, str]:
    return type_name(type_of(draft), forms).upper(), draft.subject


def type_name(code: str, forms: Forms) -> str:
    """What the type of this code is called on paper; nothing for one that is not known."""
    kind = forms.types.find(code)
    return kind.vi if kind else ""


def reference(draft: Draft, forms: Forms, words: Words) -> str:
    """Which document a text belongs to; number and date stay blank (PL I, III.1: they are filled
    in on paper only).
    """
    return words.reference.format(type=type_name(type_of(draft), forms), symbol=draft.symbol)


def _parts(parts: Iterable[Printed], words: Words) -> Iterator[str]:
    for part in parts:
        if part.kind == "addressees":
            yield words.addressees
        if part.table:
            yield from texts(part.table)
        capitals = part.kind in {"lead", "verb", "heading"}
        yield from (line.upper() if capitals else line for line in part.lines)
        upper = part.kind in {"verb", "heading"}
        yield f"{part.label} {part.text.upper() if upper else part.text}".strip()


def _foot(draft: Draft, family: Family, words: Words) -> Iterator[str]:
    copy = [file_copy(draft.file_copy)] if draft.file_copy else []
    listed = (words.recipients, *dashed([*draft.recipients, *copy]), draft.marker)
    signer = f"{draft.signer.rank} {draft.signer.name}".strip()
    if family.foot == "minutes":
        writers = [one.name for one in draft.checkers if one.duty == "secretary"]
        yield from (words.secretary.upper(), *writers, words.chair.upper(), signer, *listed)
        return
    yield from (*listed, *(line.upper() for line in draft.signer.authority), signer)
    if family.foot == "confirmed":
        yield words.confirmation


def _attached(draft: Draft, forms: Forms, words: Words) -> Iterator[str]:
    if isinstance(draft, Document) and (attached := draft.attached):
        yield from _names(draft, words)
        yield from (type_name(attached.type, forms).upper(), attached.subject)
        yield reference(draft, forms, words)
        yield from _parts(ending(blocks(attached.body)), words)


def _appendices(draft: Draft, forms: Forms, words: Words) -> Iterator[str]:
    for at, appendix in enumerate(draft.appendices):
        if not appendix.separate:
            yield counted(words.appendix, at, len(draft.appendices))
            yield from (appendix.title.upper(), reference(draft, forms, words))
            yield from _parts(blocks(appendix.body), words)
