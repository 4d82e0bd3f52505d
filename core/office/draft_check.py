"""What a draft still lacks, by name (law: NĐ 30/2020 Đ.8, Đ.12, Đ.15 and PL I).

A problem does not stop saving or drawing; it is shown to the drafter and stops the submission.
Words for people stand in resources/i18n/draft.json under ``draft.problem.<name>``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from core.office.draft import Article, Basis, Clause, Document, Heading, Point, Table
from core.office.draft_text import texts, words
from core.office.family import fact, family_of, filled_in, type_of
from core.office.secrecy import stamp_in
from core.office.typography import POINT_LETTERS, bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.office.catalogue import DocumentType
    from core.office.draft import Block, Checker, Draft
    from core.office.family import Family, Forms

SUBJECT_MARK: Final = "v/v"
LETTER_TYPE: Final = "CV"
MUST_ADDRESS: Final = frozenset({"cong-van", "cong-dien", "to-trinh", "phieu-gui", "phieu-chuyen"})
"""Types that are always sent to somebody: an addressee is asked for."""


class Fault(StrEnum):
    """What can be wrong with a draft."""

    ADDRESSEE_EMPTY = "addressee_empty"
    ADDRESSEE_MISSING = "addressee_missing"
    ADDRESSEE_TWICE = "addressee_twice"
    APPENDIX_BODY = "appendix_body"
    APPENDIX_TITLE = "appendix_title"
    ATTACHED_BODY = "attached_body"
    ATTACHED_SUBJECT = "attached_subject"
    ATTACHED_TYPE = "attached_type"
    BASIS_LATE = "basis_late"
    BODY_ENDING = "body_ending"
    BODY_MISSING = "body_missing"
    CHECKER_CONTENT = "checker_content"
    CHECKER_FORMAT = "checker_format"
    CHECKER_NAME = "checker_name"
    FACT_MISSING = "fact_missing"
    FILE_COPY_MISSING = "file_copy_missing"
    ISSUER_MISSING = "issuer_missing"
    LEAD_MISSING = "lead_missing"
    PLACE_MISSING = "place_missing"
    POINTS_MANY = "points_many"
    RECIPIENT_EMPTY = "recipient_empty"
    RECIPIENT_MISSING = "recipient_missing"
    RECIPIENT_TWICE = "recipient_twice"
    SECRET = "secret"  # noqa: S105 – a mark, not a password
    SECRETARY_MISSING = "secretary_missing"
    SIGNER_NAME_MISSING = "signer_name_missing"
    SIGNER_POST_MISSING = "signer_post_missing"
    SUBJECT_MARK = "subject_mark"
    SUBJECT_MISSING = "subject_missing"
    SYMBOL_FORM = "symbol_form"
    SYMBOL_MISSING = "symbol_missing"
    SYMBOL_TYPE = "symbol_type"
    TABLE_RAGGED = "table_ragged"
    TABLE_WIDE = "table_wide"
    TEMPLATE_UNKNOWN = "template_unknown"
    TEXT_EMPTY = "text_empty"
    TYPE_UNFIT = "type_unfit"


CHECKED: Final = ("content", "format")
LACKING: Final = {
    "content": Fault.CHECKER_CONTENT,
    "format": Fault.CHECKER_FORMAT,
    "secretary": Fault.SECRETARY_MISSING,
}
WHOLE: Final = 100
"""Percent of the text's width."""


class Problem(msgspec.Struct, frozen=True):
    """One thing to put right: what, in which field of the draft, where in that field's list."""

    fault: Fault
    field: str
    index: int | None = None


def problems(draft: Draft, forms: Forms) -> tuple[Problem, ...]:
    """Everything that a draft still lacks, in the order of the page; empty: it may be submitted."""
    family = family_of(draft, forms.families)
    if family is None:
        return (Problem(Fault.TEMPLATE_UNKNOWN, "template"),)
    kind = forms.types.find(type_of(draft))
    return (
        *_head(draft, family, kind),
        *_addressees(draft, family),
        *_facts(draft, family),
        *_body(draft, family),
        *_attached(draft, family),
        *_appendices(draft),
        *(() if _says_itself(draft) else _list("recipient", "recipients", draft.recipients)),
        *_missing(Fault.FILE_COPY_MISSING, "file_copy", "".join(draft.file_copy)),
        *_missing(Fault.SIGNER_POST_MISSING, "signer", "".join(draft.signer.authority)),
        *_missing(Fault.SIGNER_NAME_MISSING, "signer", draft.signer.name),
        *_checkers(draft.checkers, family),
        *_secret(draft),
    )


def _head(draft: Draft, family: Family, kind: DocumentType | None) -> Iterator[Problem]:
    if kind is None or kind.code not in family.types:
        yield Problem(Fault.TYPE_UNFIT, "type")
    yield from _missing(Fault.ISSUER_MISSING, "issuer", "".join(draft.issuer))
    yield from _missing(Fault.SYMBOL_MISSING, "symbol", draft.symbol)
    if draft.symbol and not _well_formed(draft.symbol):
        yield Problem(Fault.SYMBOL_FORM, "symbol")
    elif draft.symbol and kind is not None and not _of_type(draft.symbol, kind.abbr):
        yield Problem(Fault.SYMBOL_TYPE, "symbol")
    yield from _missing(Fault.PLACE_MISSING, "place", draft.place)
    if family.heading == "beside" or "facts" not in family.parts:
        yield from _missing(Fault.SUBJECT_MISSING, "subject", draft.subject)
    if draft.subject.casefold().startswith(SUBJECT_MARK):
        yield Problem(Fault.SUBJECT_MARK, "subject")


def _says_itself(draft: Draft) -> bool:
    """A given PDF names its recipients; only what was typed besides is looked at."""
    return bool(draft.given) and not draft.recipients


def _of_type(symbol: str, abbr: str) -> bool:
    """A typed document's symbol begins with the type; a letter's never does (NĐ 30 Đ.15)."""
    first = symbol.split("-", maxsplit=1)[0]
    return first == abbr if abbr else first != LETTER_TYPE


def _well_formed(symbol: str) -> bool:
    """Groups joined by ``-``, at least two, without spaces; in capitals but for the abbreviation of
    a type, which may have small letters (TTr, QyĐ) (NĐ 30 Đ.15, PL III).
    """
    first, *rest = symbol.split("-")
    capitals = all(group == group.upper() for group in rest) and first[:1] == first[:1].upper()
    return bool(rest) and capitals and all(map(str.isalnum, (first, *rest)))


def _addressees(draft: Draft, family: Family) -> Iterator[Problem]:
    must = type_of(draft) in MUST_ADDRESS
    if "addressees" in family.parts and (must or draft.addressees):
        yield from _list("addressee", "addressees", draft.addressees)


def _list(name: str, field: str, items: Sequence[str]) -> Iterator[Problem]:
    """At least one entry, none empty, none twice."""
    if not items:
        yield Problem(Fault(f"{name}_missing"), field)
    seen: set[str] = set()
    for index, item in enumerate(items):
        key = bare(item).casefold()
        if not key:
            yield Problem(Fault(f"{name}_empty"), field, index)
        elif key in seen:
            yield Problem(Fault(f"{name}_twice"), field, index)
        seen.add(key)


def _facts(draft: Draft, family: Family) -> Iterator[Problem]:
    """What the form asks for: who decides, the labelled lines."""
    if "lead" in family.parts and isinstance(draft, Document):
        yield from _missing(Fault.LEAD_MISSING, "lead", "".join(draft.lead))
    for index, label in enumerate(() if draft.given else family.facts):
        if label.required and not fact(draft, label.key).strip():
            yield Problem(Fault.FACT_MISSING, "facts", index)


def _body(draft: Draft, family: Family) -> Iterator[Problem]:
    """A text, unless the form's lines say it all; its last part can be closed with ``./.``."""
    body, forms = draft.body, "facts" in family.parts
    if draft.given:
        return
    if all(isinstance(block, Heading | Basis) for block in body) and not (forms and not body):
        yield Problem(Fault.BODY_MISSING, "body")
    elif body and not filled_in(family.closing, draft) and _open_ended(body[-1]):
        yield Problem(Fault.BODY_ENDING, "body", len(body) - 1)
    yield from _blocks(body, "body")


def _blocks(body: Sequence[Block], field: str) -> Iterator[Problem]:
    """Each block for itself."""
    begun, points = False, 0
    for index, block in enumerate(body):
        if not bare(words(block)):
            yield Problem(Fault.TEXT_EMPTY, field, index)
        if isinstance(block, Table):
            yield from (Problem(fault, field, index) for fault in _table(block))
        if isinstance(block, Basis) and begun:
            yield Problem(Fault.BASIS_LATE, field, index)
        begun = begun or not isinstance(block, Basis)
        starts = isinstance(block, Heading | Article | Clause)
        points = 0 if starts else points + isinstance(block, Point)
        if points > len(POINT_LETTERS):
            yield Problem(Fault.POINTS_MANY, field, index)


def _table(table: Table) -> Iterator[Fault]:
    columns = {len(row) for row in table.rows}
    if len(columns) > 1 or (table.widths and columns != {len(table.widths)}):
        yield Fault.TABLE_RAGGED
    if sum(table.widths) > WHOLE:
        yield Fault.TABLE_WIDE


def _attached(draft: Draft, family: Family) -> Iterator[Problem]:
    """The text that the decision issues (PL III, mẫu 1.3); a form without one has none."""
    attached = draft.attached if isinstance(draft, Document) else None
    if attached is None:
        if family.attaches and family.must_attach and not draft.given:
            yield Problem(Fault.ATTACHED_BODY, "attached")
        return
    yield from _missing(Fault.ATTACHED_TYPE, "attached", attached.type)
    yield from _missing(Fault.ATTACHED_SUBJECT, "attached", attached.subject)
    if not attached.body:
        yield Problem(Fault.ATTACHED_BODY, "attached")
    yield from (
        Problem(problem.fault, "attached") for problem in _blocks(attached.body, "attached")
    )


def _appendices(draft: Draft) -> Iterator[Problem]:
    for index, appendix in enumerate(draft.appendices):
        if not bare(appendix.title):
            yield Problem(Fault.APPENDIX_TITLE, "appendices", index)
        if not appendix.body and appendix.file is None:
            yield Problem(Fault.APPENDIX_BODY, "appendices", index)
        for problem in _blocks(appendix.body, "appendices"):
            yield Problem(problem.fault, "appendices", index)


def _open_ended(block: Block) -> bool:
    """True where nothing may follow ``./.``: a heading, or text that announces more."""
    if isinstance(block, Table):
        return False
    titled = isinstance(block, Article | Clause) and block.titled
    return isinstance(block, Heading | Basis) or titled or block.text.rstrip().endswith((":", ","))


def _checkers(checkers: Sequence[Checker], family: Family) -> Iterator[Problem]:
    """Content and format are checked by two people, each liable for his part (NĐ 30 Đ.12); minutes
    are signed by who wrote them, too.
    """
    duties = ("content", "format", "secretary") if family.foot == "minutes" else CHECKED
    for duty in duties:
        if not any(checker.duty == duty for checker in checkers):
            yield Problem(LACKING[duty], "checkers")
    for index, checker in enumerate(checkers):
        if not checker.name.strip():
            yield Problem(Fault.CHECKER_NAME, "checkers", index)


def _missing(fault: Fault, field: str, value: str) -> Iterator[Problem]:
    if not value.strip():
        yield Problem(fault, field)


def _secret(draft: Draft) -> Iterator[Problem]:
    """This machine takes no state secrets, and a draft is where one would begin."""
    seen = set[tuple[str, int | None]]()
    for field, index, text in _written(draft):
        if (field, index) not in seen and stamp_in(text):
            seen.add((field, index))
            yield Problem(Fault.SECRET, field, index)


def _written(draft: Draft) -> Iterator[tuple[str, int | None, str]]:
    """Everything that a person wrote: the field, the place in its list, the text."""
    yield "subject", None, draft.subject
    yield "circulation", None, draft.circulation
    for index, block in enumerate(draft.body):
        yield from (("body", index, text) for text in texts(block))
    for index, appendix in enumerate(draft.appendices):
        yield "appendices", index, appendix.title
        yield from (("appendices", index, text) for each in appendix.body for text in texts(each))
    if isinstance(draft, Document):
        yield from (("facts", index, each.text) for index, each in enumerate(draft.facts))
        if draft.attached is not None:
            yield "attached", None, draft.attached.subject
            body = draft.attached.body
            yield from (("attached", None, text) for each in body for text in texts(each))
