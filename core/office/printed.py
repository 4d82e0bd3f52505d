"""What is printed of a draft between its head and its foot: parts in the order of the family, with
their numbers, the signs that end their lines, and ``./.`` (law: NĐ 30/2020 PL I II.6, PL III).

The words only: faces, sizes and places are the template's.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from core.office.draft import Article, Basis, Clause, Document, Heading, Table
from core.office.draft_labels import labels
from core.office.draft_text import words
from core.office.family import Family, fact, filled_in, own_lines
from core.office.typography import closed, dashed, ended

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from core.office.draft import Block, Draft
    from core.office.family import Part

Kind = Literal[
    "addressees",
    "wired",
    "lead",
    "basis",
    "verb",
    "heading",
    "text",
    "titled",
    "article",
    "table",
]


class Printed(NamedTuple):
    """One part: ``lines`` of addressees and of who decides, ``label`` before the text."""

    kind: Kind
    text: str = ""
    label: str = ""
    lines: tuple[str, ...] = ()
    table: Table | None = None


UNKNOWN: Final = Family(
    code="", vi="", en="", form="", law="", types=(), parts=("addressees", "bases", "body")
)
"""How a document is printed whose family this unit does not know (any more)."""

OPEN: Final = frozenset({"addressees", "wired", "lead", "basis", "verb", "heading", "titled"})
"""What ``./.`` cannot end."""


def printed(draft: Draft, family: Family) -> tuple[Printed, ...]:
    """The parts of a document; the last ends with ``./.`` where it can."""
    return ending([each for part in family.parts for each in PARTS[part](draft, family)])


def blocks(body: Sequence[Block]) -> list[Printed]:
    """The parts that blocks make; the căn cứ of a run end with ``;``, the last with ``.``."""
    texts = [words(block) for block in body]
    for is_basis, group in groupby(range(len(body)), lambda at: isinstance(body[at], Basis)):
        if is_basis:
            places = list(group)
            for place, line in zip(places, ended([texts[at] for at in places]), strict=True):
                texts[place] = line
    return [
        _block(block, label, text)
        for block, label, text in zip(body, labels(body), texts, strict=True)
    ]


def _block(block: Block, label: str, text: str) -> Printed:
    match block:
        case Basis():
            return Printed("basis", text)
        case Heading():
            return Printed("heading", text, label)
        case Table():
            return Printed("table", table=block)
        case Article(titled=False):
            return Printed("article", text, label)
        case Article() | Clause(titled=True):
            return Printed("titled", text, label)
    return Printed("text", text, label)


def ending(parts: Sequence[Printed]) -> tuple[Printed, ...]:
    """The parts, closed with ``./.``: below a table it stands alone."""
    if not parts or parts[-1].kind in OPEN:
        return tuple(parts)
    if parts[-1].kind == "table":
        return (*parts, Printed("text", closed("")))
    return (*parts[:-1], parts[-1]._replace(text=closed(parts[-1].text)))


def _addressees(draft: Draft, family: Family) -> Iterator[Printed]:
    """Those whom the lead announces (``… điện:``), or those of ``Kính gửi:``."""
    names = draft.addressees
    if family.lead.endswith(":"):
        yield Printed("wired", lines=dashed(names))
    elif names or family.heading == "beside":
        yield Printed("addressees", lines=dashed(names) if len(names) > 1 else ended(names))


def _lead(draft: Draft, family: Family) -> Iterator[Printed]:
    if isinstance(draft, Document) and draft.lead:
        yield Printed("lead", family.lead.replace("{lead}", "").strip(), lines=draft.lead)


def _bases(draft: Draft, _family: Family) -> Iterable[Printed]:
    return blocks(draft.body)[: _leading(draft.body)]


def _body(draft: Draft, family: Family) -> Iterator[Printed]:
    start = _leading(draft.body) if "bases" in family.parts else 0
    yield from blocks(draft.body)[start:]
    yield from _labelled(draft, family, "after")


def _leading(body: Sequence[Block]) -> int:
    """How many căn cứ the body begins with."""
    return next((at for at, block in enumerate(body) if not isinstance(block, Basis)), len(body))


def _verb(_draft: Draft, family: Family) -> Iterator[Printed]:
    yield Printed("verb", family.verb)


def _facts(draft: Draft, family: Family) -> Iterator[Printed]:
    yield from _labelled(draft, family, "before")


def _labelled(draft: Draft, family: Family, where: str) -> Iterator[Printed]:
    """The lines of the form; one that may stay empty is left out then."""
    for label in own_lines(family):
        text = fact(draft, label.key)
        if label.where == where and (label.required or text):
            yield Printed("text", text, filled_in(label.vi, draft))


def _opening(draft: Draft, family: Family) -> Iterator[Printed]:
    for sentence in filter(None, family.opening.split("\n")):
        yield Printed("text", filled_in(sentence, draft))


def _closing(draft: Draft, family: Family) -> Iterator[Printed]:
    if family.closing:
        yield Printed("text", filled_in(family.closing, draft))


PARTS: Final[dict[Part, Callable[[Draft, Family], Iterable[Printed]]]] = {
    "addressees": _addressees,
    "lead": _lead,
    "bases": _bases,
    "verb": _verb,
    "opening": _opening,
    "facts": _facts,
    "body": _body,
    "closing": _closing,
}
