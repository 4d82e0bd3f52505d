"""The draft that a form means, the form of a stored draft, and one to begin with. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from core.office.authority import Prefix
from core.office.draft import (
    Appendix,
    Article,
    Attached,
    Basis,
    Checker,
    CongVan,
    Document,
    Fact,
    Signer,
    Table,
    clean,
)
from core.office.family import CONG_VAN, fact, template_of, type_of
from core.office.numbering import compose_symbol
from core.office.typography import bare
from desktop import reference
from desktop.drafts.writing import ABOVE, ARTICLE, Written, blocks, lines, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from core.office.draft import Block, Draft, Duty
    from core.office.family import Family
    from desktop.drafts.writing import Office


def compose(written: Written, office: Office) -> Draft:
    """The draft that the form means; the drafter himself answers for its content, with whom he asks
    to initial it too (Đ.12).
    """
    common = _common(written, office)
    if written.template == CONG_VAN:
        return CongVan(**common)
    return Document(
        **common,
        template=written.template,
        type=written.type,
        lead=lines(written.lead),
        facts=tuple(
            Fact(key=each.key, text=text) for each in written.facts if (text := clean(each.text))
        ),
        attached=_attached(written.attached),
    )


def _common(written: Written, office: Office) -> dict[str, Any]:
    head = office.head
    signer = next((one for one in office.signers if one.name == written.signer), None)
    return {
        "parent": (clean(head.parent),) if head.parent else (),
        "issuer": (clean(head.name),) if head.name else (),
        "symbol": clean(written.symbol),
        "place": clean(head.place),
        "subject": clean(written.subject),
        "urgency": written.urgency,
        "circulation": clean(written.circulation),
        "addressees": listed(written.addressees),
        "body": () if written.given else tidy(written.body),
        "recipients": listed(written.recipients),
        "file_copy": tuple(part for one in written.file_copy.split(",") if (part := clean(one))),
        "marker": clean(written.marker),
        "given": written.given,
        "contact": lines(written.contact),
        "signer": Signer(authority=signer.lines, rank=signer.rank, name=signer.name)
        if signer
        else Signer(),
        "checkers": (Checker(duty="content", name=office.me.name), *_asked(written, office)),
        "appendices": tuple(
            Appendix(
                title=clean(one.title), body=tidy(one.body), separate=one.separate, file=one.file
            )
            for one in written.appendices
        ),
    }


def _attached(attached: Attached | None) -> Attached | None:
    if attached is None:
        return None
    return Attached(type=attached.type, subject=clean(attached.subject), body=tidy(attached.body))


def tidy(body: Sequence[Block]) -> tuple[Block, ...]:
    """The parts of a text as a draft takes them: clean, without those in which nothing stands."""
    cleaned = (_clean(block) for block in body)
    return tuple(
        block for block in cleaned if (block.rows if isinstance(block, Table) else block.text)
    )


def _clean(block: Block) -> Block:
    if isinstance(block, Table):
        rows = tuple(tuple(map(clean, row)) for row in block.rows)
        return msgspec.structs.replace(block, rows=rows)
    text = clean(block.text)
    return msgspec.structs.replace(block, text=bare(text) if isinstance(block, Basis) else text)


def _asked(written: Written, office: Office) -> Iterator[Checker]:
    """Who initials beside the drafter; one who may not be asked stands there without a name."""
    known = {one.name for one in (*office.checkers, office.me)}
    asked: tuple[tuple[Duty, str], ...] = (
        ("content", written.content_checker),
        ("format", written.format_checker),
        ("secretary", written.secretary),
    )
    for duty, name in asked:
        if name:
            yield Checker(duty=duty, name=name if name in known else "")


def again(draft: Draft) -> Written:
    """The form of a draft that was stored."""
    own = draft if isinstance(draft, Document) else Document()
    return Written(
        template=template_of(draft),
        type=type_of(draft),
        subject=draft.subject,
        addressees="\n".join(draft.addressees),
        lead="\n".join(own.lead),
        facts=own.facts,
        body=draft.body,
        attached=own.attached,
        appendices=draft.appendices,
        recipients="\n".join(draft.recipients),
        file_copy=", ".join(draft.file_copy),
        symbol=draft.symbol,
        signer=draft.signer.name,
        urgency=draft.urgency,
        circulation=draft.circulation,
        marker=draft.marker,
        contact="\n".join(draft.contact),
        content_checker=_name(draft.checkers[1:], "content"),
        format_checker=_name(draft.checkers, "format"),
        secretary=_name(draft.checkers, "secretary"),
        given=draft.given,
    )


def _name(checkers: Sequence[Checker], duty: Duty) -> str:
    return next((one.name for one in checkers if one.duty == duty), "")


def blank(office: Office, template: str = CONG_VAN, kind: str = CONG_VAN) -> Written:
    """A form to begin with: symbol, who decides, file copy and, where there is only one, the
    signer.
    """
    family = reference.families().find(template)
    body = blocks("\n\n".join(family.starter)) if family else ()
    return Written(
        template=template,
        type=kind,
        lead=head_post(office) if family and "lead" in family.parts else "",
        body=body,
        recipients=_first_recipient(family, body),
        symbol=symbol(office, kind),
        file_copy=", ".join(part for part in ("VT", office.head.drafter) if part),
        signer=office.signers[0].name if len(office.signers) == 1 else "",
    )


def _first_recipient(family: Family | None, body: Sequence[Block]) -> str:
    """``Như trên`` where the addressees stand above, ``Như Điều 3`` where the last Điều names who
    carries it out.
    """
    if family is None or not family.verb:
        return ABOVE if family and family.as_above else ""
    articles = sum(isinstance(block, Article) for block in body)
    return f"{ARTICLE} {articles}" if articles > 1 else ""


def symbol(office: Office, kind: str) -> str:
    """The symbol of a type, as the unit makes them (law: NĐ 30/2020/NĐ-CP Đ.15)."""
    found = reference.document_types().find(kind)
    return compose_symbol(
        {scheme.code: scheme.pattern for scheme in reference.number_schemes().items},
        kind,
        abbr=found.abbr if found else "",
        issuer=office.head.short,
        drafter=office.head.drafter,
    )


def head_post(office: Office) -> str:
    """The post of the unit's head, in whose name it is decided whoever signs (PL III, mẫu 1.2)."""
    for one in office.signers:
        for ground in one.held:
            if ground.prefix in (Prefix.HEAD, Prefix.ACTING):
                return ground.post
            if ground.for_whom:
                return ground.for_whom
    return ""


def subject_of(draft: Draft, family: Family | None) -> str:
    """What the record calls the document: its subject, or where the form has none the type and
    what is filled in first.
    """
    if draft.subject or family is None or not family.facts:
        return draft.subject
    kind = reference.document_types().find(type_of(draft))
    said = (kind.vi if kind else family.vi, fact(draft, family.facts[0].key))
    return ": ".join(part for part in said if part)[:400]
