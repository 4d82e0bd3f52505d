"""What a drafter types, and the draft that it means: paragraphs, khoản, điểm and căn cứ from plain
lines.

No Qt. Blank lines separate paragraphs. A line that begins ``1.`` is a khoản, ``a)`` a điểm; lines
``Căn cứ …`` at the top are the legal basis. Numbers typed are not kept: they are counted anew.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import msgspec

from core.office import recognising
from core.office.draft import Basis, Checker, CongVan, Signer, clean
from core.office.draft_labels import labels
from core.office.draft_text import words
from core.office.numbering import compose_symbol
from core.office.terms import Urgency
from core.office.typography import bare, ended
from desktop import reference

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.draft import Block, Draft, Duty
    from db.queries.delegations import SignerRow
    from db.queries.rows import Letterhead, PersonRow

LIMIT: Final = 1 << 20


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of the form as they stand there; ``signer`` is a person's name, and so is who
    initials beside the drafter.
    """

    subject: str = ""
    addressees: str = ""
    body: str = ""
    recipients: str = "Như trên"
    file_copy: str = "VT"
    symbol: str = ""
    signer: str = ""
    urgency: Urgency = Urgency.NORMAL
    content_checker: str = ""
    format_checker: str = ""


class Office(msgspec.Struct, frozen=True):
    """What a letter takes from the unit: its head, who may sign, who drafts, the watermark, who may
    be asked for a nháy.
    """

    head: Letterhead
    signers: tuple[SignerRow, ...]
    me: PersonRow
    watermark: str | None
    checkers: tuple[PersonRow, ...] = ()


def listed(text: str) -> tuple[str, ...]:
    """Entries of a list, one a line or with semicolons between."""
    return tuple(found for part in re.split(r"[;\n]", text) if (found := bare(clean(part))))


def blocks(text: str) -> tuple[Block, ...]:
    """The parts of a body."""
    return recognising.blocks(_paragraphs(text))


def typed(body: Sequence[Block]) -> str:
    """The lines that mean these parts, for going on with a draft that was stored."""
    bases = [block.text for block in body if isinstance(block, Basis)]
    closed = iter(ended(bases))
    lines = [
        next(closed) if isinstance(block, Basis) else f"{label} {words(block)}".strip()
        for block, label in zip(body, labels(body), strict=True)
    ]
    return "\n\n".join(lines)


def _paragraphs(text: str) -> Iterator[str]:
    """Lines that belong together on one line; a numbered or lettered one begins anew."""
    held: list[str] = []
    for line in [*(clean(one).strip() for one in text.split("\n")), ""]:
        if held and (not line or recognising.begins(line)):
            yield " ".join(held)
            held = []
        if line:
            held.append(line)


def letter(written: Written, office: Office) -> CongVan:
    """The draft that the form means; the drafter himself answers for its content, with whom he asks
    to initial it too (Đ.12).
    """
    head = office.head
    signer = next((one for one in office.signers if one.name == written.signer), None)
    return CongVan(
        parent=(clean(head.parent),) if head.parent else (),
        issuer=(clean(head.name),) if head.name else (),
        symbol=clean(written.symbol),
        place=clean(head.place),
        subject=clean(written.subject),
        urgency=written.urgency,
        addressees=listed(written.addressees),
        body=blocks(written.body),
        recipients=listed(written.recipients),
        file_copy=tuple(part for one in written.file_copy.split(",") if (part := clean(one))),
        signer=Signer(authority=signer.lines, rank=signer.rank, name=signer.name)
        if signer
        else Signer(),
        checkers=(Checker(duty="content", name=office.me.name), *_asked(written, office)),
    )


def _asked(written: Written, office: Office) -> Iterator[Checker]:
    """Who initials beside the drafter; one who may not be asked stands there without a name."""
    known = {one.name for one in office.checkers}
    asked: tuple[tuple[Duty, str], ...] = (
        ("content", written.content_checker),
        ("format", written.format_checker),
    )
    for duty, name in asked:
        if name:
            yield Checker(duty=duty, name=name if name in known else "")


def again(draft: Draft) -> Written:
    """The form of a draft that was stored."""
    return Written(
        subject=draft.subject,
        addressees="\n".join(draft.addressees),
        body=typed(draft.body),
        recipients="\n".join(draft.recipients),
        file_copy=", ".join(draft.file_copy),
        symbol=draft.symbol,
        signer=draft.signer.name,
        urgency=draft.urgency,
        content_checker=next(iter(_names(draft.checkers[1:], "content")), ""),
        format_checker=next(iter(_names(draft.checkers, "format")), ""),
    )


def _names(checkers: Sequence[Checker], duty: Duty) -> list[str]:
    return [one.name for one in checkers if one.duty == duty]


def blank(office: Office) -> Written:
    """A form to begin with: symbol, file copy and, where there is only one, the signer."""
    head = office.head
    return Written(
        symbol=compose_symbol(
            {scheme.code: scheme.pattern for scheme in reference.number_schemes().items},
            "cong-van",
            issuer=head.short,
            drafter=head.drafter,
        ),
        file_copy=", ".join(part for part in ("VT", head.drafter) if part),
        signer=office.signers[0].name if len(office.signers) == 1 else "",
    )
