"""What a drafter writes, as its form holds it: plain fields, and the parts of its texts.

No Qt. Lists are plain lines. Of lines that are typed or taken over, blank ones separate paragraphs;
a line that begins ``1.`` is a khoản, ``a)`` a điểm, and numbers are counted anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from core.errors import BadDraft
from core.office import draft as parts
from core.office import recognising
from core.office.draft import Appendix, Attached, Basis, Block, Brought, Fact, clean
from core.office.draft_labels import labels
from core.office.draft_text import words
from core.office.family import CONG_VAN
from core.office.terms import Urgency
from core.office.typography import bare, ended
from db.queries.delegations import SignerRow
from db.queries.rows import InGroup, Letterhead, PersonRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIMIT: Final = 1 << 20
ABOVE: Final = "Như trên"
"""The first recipient of what names its addressees at its head (NĐ 30/2020 PL I, ô 9b)."""
ARTICLE: Final = "Như Điều"
"""The same of a decision, with the number of the Điều that says who carries it out."""
_KINDS: Final[dict[str, type[Block]]] = {
    "paragraph": parts.Paragraph,
    "basis": parts.Basis,
    "heading": parts.Heading,
    "article": parts.Article,
    "clause": parts.Clause,
    "point": parts.Point,
    "item": parts.Item,
    "table": parts.Table,
}


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of the form as they stand there, whole or not; ``signer`` is a person's name, and
    so is who initials beside the drafter. ``facts`` are what is filled in behind the labels of the
    family's form. ``given`` is the PDF that another program laid out, and that is signed as it is;
    ``group`` the restricted group in which it stands, empty for the whole unit.
    """

    template: str = CONG_VAN
    type: str = CONG_VAN
    subject: str = ""
    addressees: str = ""
    lead: str = ""
    facts: tuple[Fact, ...] = ()
    body: tuple[Block, ...] = ()
    attached: Attached | None = None
    appendices: tuple[Appendix, ...] = ()
    recipients: str = ABOVE
    file_copy: str = "VT"
    symbol: str = ""
    signer: str = ""
    urgency: Urgency = Urgency.NORMAL
    circulation: str = ""
    marker: str = ""
    contact: str = ""
    content_checker: str = ""
    format_checker: str = ""
    secretary: str = ""
    given: str = ""
    group: str = ""


class Office(msgspec.Struct, frozen=True):
    """What a document takes from the unit: its head, who may sign this type, who drafts, the
    watermark, who may be asked for a nháy, the agencies and units that it may go to, and for whom
    it may be: the whole unit, or a restricted group.
    """

    head: Letterhead
    signers: tuple[SignerRow, ...]
    me: PersonRow
    watermark: str | None
    checkers: tuple[PersonRow, ...] = ()
    known: tuple[str, ...] = ()
    scopes: tuple[InGroup | None, ...] = (None,)


# -- the desk -------------------------------------------------------------------------------------


def kept(written: Written) -> bytes:
    """What lies on the desk until the draft is saved."""
    return msgspec.json.encode(written)


def read(data: bytes) -> Written:
    """The form that lies on the desk, as it was left: a text may be longer than a draft takes.

    Forms of before the families held the text as plain lines. Raises BadDraft.
    """
    raw = msgspec.json.decode(data)
    try:
        raw["body"] = _body(raw.get("body", ()))
        raw["facts"] = tuple(Fact(**each) for each in raw.get("facts", ()))
        raw["appendices"] = tuple(
            Appendix(**{**each, "body": _body(each.get("body", ())), "file": _brought(each)})
            for each in raw.get("appendices", ())
        )
        if attached := raw.get("attached"):
            raw["attached"] = Attached(**{**attached, "body": _body(attached.get("body", ()))})
        raw["urgency"] = Urgency(raw.get("urgency", Urgency.NORMAL))
        return Written(**raw)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadDraft(field="desk") from error


def _brought(raw: dict[str, Any]) -> Brought | None:
    return Brought(**raw["file"]) if raw.get("file") else None


def _body(raw: Any) -> tuple[Block, ...]:
    return blocks(raw) if isinstance(raw, str) else tuple(_block(**each) for each in raw)


def _block(kind: str, **fields: Any) -> Block:
    for name in ("rows", "widths"):
        if name in fields:
            fields[name] = tuple(
                tuple(each) if isinstance(each, list) else each for each in fields[name]
            )
    return _KINDS[kind](**fields)


# -- lines ----------------------------------------------------------------------------------------


def listed(text: str) -> tuple[str, ...]:
    """Entries of a list, one a line or with semicolons between."""
    return tuple(found for part in re.split(r"[;\n]", text) if (found := bare(clean(part))))


def lines(text: str) -> tuple[str, ...]:
    """The lines of a few that are printed as they are written."""
    return tuple(found for part in text.split("\n") if (found := clean(part)))


def blocks(text: str) -> tuple[Block, ...]:
    """The parts of a body."""
    return recognising.blocks(_paragraphs(text))


def typed(body: Sequence[Block]) -> str:
    """The lines that mean these parts, for going on with a draft that was stored."""
    bases = [block.text for block in body if isinstance(block, Basis)]
    closed = iter(ended(bases))
    found = [
        next(closed) if isinstance(block, Basis) else f"{label} {words(block)}".strip()
        for block, label in zip(body, labels(body), strict=True)
    ]
    return "\n\n".join(found)


def _paragraphs(text: str) -> Iterator[str]:
    """Lines that belong together on one line; a numbered or lettered one begins anew."""
    held: list[str] = []
    for line in [*(clean(one).strip() for one in text.split("\n")), ""]:
        if held and (not line or recognising.begins(line)):
            yield " ".join(held)
            held = []
        if line:
            held.append(line)
