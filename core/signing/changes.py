"""What happened to the file after a signature, and whether that was allowed.

Rules 1–4 of signing.md §10.3: nothing undeclared, nothing trailing, no hidden signature, and of
changes only signatures, timestamps, evidence and metadata.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pyhanko.pdf_utils.generic import DictionaryObject, Reference, StreamObject
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FieldComparisonContext,
    FormUpdate,
    FormUpdatingRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    SuspiciousModification,
    XrefStreamRule,
)
from pyhanko.sign.diff_analysis.commons import compare_dicts
from pyhanko.sign.diff_analysis.constants import ACROFORM_EXEMPT_STRICT_COMPARISON
from typing_extensions import override

from core.signing.leftovers import LeftoverRule, refuse_freed
from core.signing.reading import entry
from core.signing.report import Reason
from core.signing.usages import Usages

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
    from pyhanko.sign.diff_analysis import DiffResult
    from pyhanko.sign.fields import FieldMDPSpec, MDPPerm

# what may stand between a key and its array, or the reference to it: blanks and comments
_HELD = rb"(?:[\x00\s]|%[^\r\n]*)*+(?:\[|[0-9]+[\x00\s]+[0-9]+[\x00\s]+R\b)"
_BYTE_RANGE = re.compile(rb"/ByteRange" + _HELD)
_ESCAPED_NAME = re.compile(rb"/([A-Za-z]*#[0-9A-Fa-f]{2}[A-Za-z#0-9]*)" + _HELD)
_TYPE = re.compile(rb"/Type\s*/(?:Sig|DocTimeStamp)(?=[\x00\s/>])")
# the beginning of a SignedData in hexadecimal (RFC 5652 §5.1)
_CONTAINER = re.compile(rb"<30[0-9A-Fa-f]{2,10}06092[Aa]864886[Ff]70[Dd]010702")
_OBJECT = re.compile(rb"(?<![0-9])([0-9]{1,10})[\x00\t\n\f\r ]+([0-9]{1,5})[\x00\t\n\f\r ]+obj\b")
_END = re.compile(rb"startxref[\x00\t\n\f\r ]+([0-9]+)[\x00\t\n\f\r ]+%%EOF")
_START = re.compile(rb"(?m)^startxref")
_BLANK = b"\x00\t\n\f\r "


class _SignedFieldCreation(SigFieldCreationRule):
    """New signature fields may appear, but only a signature of a person may show anything.

    The library lets anyone lay an empty, painted field over a signed page (SSA, signing.md §10.1),
    a timestamp, which anyone can have, or a field that is an annotation of another kind as well.
    """

    @override
    def apply(
        self, context: FieldComparisonContext
    ) -> Iterable[tuple[ModificationLevel, FormUpdate]]:
        if any(each.field_type != "/Sig" for each in context.field_specs.values()):
            _refuse_restyled(context)
        for spec in context.field_specs.values():
            if spec.field_type == "/Sig" and spec.new_field is not None:
                _refuse_disguised(spec.old_field, spec.new_field)
        yield from super().apply(context)


def _refuse_disguised(old: DictionaryObject | None, new: DictionaryObject) -> None:
    """Raises SuspiciousModification where a field that is new, or signed now, shows or does what is
    not a signature's.
    """
    value, widgets = entry(new, "/V"), _widgets(new)
    if old is None and any(_is_more(each) for each in widgets):
        raise SuspiciousModification("a new signature field is more than that")
    if old is None and value is None and any(map(_paints, widgets)):
        raise SuspiciousModification("a new field without a signature has an appearance")
    fresh = value is not None and (old is None or entry(old, "/V") is None)
    shown = any(_has_area(each) and _paints(each) for each in widgets)
    if fresh and entry(value, "/Type") == "/DocTimeStamp" and shown:
        raise SuspiciousModification("a timestamp has an appearance")


def _widgets(field: DictionaryObject) -> list[DictionaryObject]:
    """A field and what it has on pages."""
    return [field, *(kid.get_object() for kid in entry(field, "/Kids") or ())]


def _is_more(widget: DictionaryObject) -> bool:
    """Whether it is an annotation of another kind, or does something when it is touched."""
    kind = entry(widget, "/Subtype")
    return kind not in {None, "/Widget"} or "/A" in widget or "/AA" in widget


def _has_area(widget: DictionaryObject) -> bool:
    """Whether there is room on the page for its look."""
    left, low, right, high = entry(widget, "/Rect") or (0, 0, 0, 0)
    return bool(left != right and low != high)


def _refuse_restyled(context: FieldComparisonContext) -> None:
    """Raises SuspiciousModification where the form now gives the fields that people fill in another
    look: the library lets it, and viewers draw them anew from their values (/NeedAppearances).

    New fonts may come, as Acrobat and iText bring them, but none in the place of another.
    """
    old, new = (each.root["/AcroForm"] for each in (context.old, context.new))
    compare_dicts(old, new, frozenset({"/Fields", "/SigFlags", "/DR"}))
    before, after = (entry(each, "/DR") or DictionaryObject() for each in (old, new))
    for kind in before:
        held, now = entry(before, kind), entry(after, kind)
        if not _contains(now, held):
            raise SuspiciousModification(f"the form has other resources of {kind}")


def _contains(new: Any, old: Any) -> bool:
    """Whether a dictionary has every entry of another; anything else must be the same."""
    if isinstance(old, DictionaryObject) and isinstance(new, DictionaryObject):
        return all(key in new and new.raw_get(key) == old.raw_get(key) for key in old)
    return bool(new == old)


def _paints(widget: DictionaryObject) -> bool:
    """Whether it shows anything: by a look, or by what viewers make a look of (/MK)."""
    looks = entry(widget, "/AP") or DictionaryObject()
    return any(_draws(entry(looks, each)) for each in looks) or bool(entry(widget, "/MK"))


def _draws(look: DictionaryObject | None) -> bool:
    """Whether an appearance holds any drawing; one per state counts as drawing."""
    try:
        return look is not None and not (isinstance(look, StreamObject) and not look.data.strip())
    except PdfReadError:  # too large to be looked at is not empty
        return True


_RULES = [
    CatalogModificationRule(),
    DocInfoRule().as_qualified(ModificationLevel.LTA_UPDATES),
    XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
    DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
    MetadataUpdateRule().as_qualified(ModificationLevel.LTA_UPDATES),
    LeftoverRule().as_qualified(ModificationLevel.LTA_UPDATES),
]
# without GenericFieldModificationRule: filling a form after signing is a change
_FORM_RULE = FormUpdatingRule(
    [
        _SignedFieldCreation(),  # type: ignore[no-untyped-call]
        SigFieldModificationRule(),
    ],
    # /SigFlags tells programs how to save; pdfsig writes 1 and the next signer 3
    ignored_acroform_keys=ACROFORM_EXEMPT_STRICT_COMPARISON | {"/SigFlags"},
)


class Policy(StandardDiffPolicy):
    """What may change in one file: rule 3."""

    def __init__(self, reader: PdfFileReader) -> None:
        super().__init__(
            _RULES, _FORM_RULE, reject_object_freeing=False, ignore_orphaned_objects=False
        )
        self._usages = Usages(reader)

    @override
    def apply(
        self,
        old: HistoricalResolver,
        new: HistoricalResolver,
        field_mdp_spec: FieldMDPSpec | None = None,
        doc_mdp: MDPPerm | None = None,
    ) -> DiffResult:
        refuse_freed(new)
        self._usages.load(old)
        return super().apply(old, new, field_mdp_spec, doc_mdp)


def signatures_in_bytes(pdf: bytes) -> int:
    """How many signatures the raw bytes show, whatever the file's structure admits (rule 4).

    Any trace of one counts: a forger who blanks one of them may leave another.
    """
    escaped = sum(_unescaped(found[1]) == b"ByteRange" for found in _ESCAPED_NAME.finditer(pdf))
    ranges, types, containers = (
        sum(1 for _ in trace.finditer(pdf)) for trace in (_BYTE_RANGE, _TYPE, _CONTAINER)
    )
    return max(ranges + escaped, types, containers)


def _unescaped(name: bytes) -> bytes:
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda digits: bytes.fromhex(digits[1].decode()), name)


def appended_fault(pdf: bytes, reader: PdfFileReader, covered: list[int]) -> Reason | None:
    """What is wrong with the bytes after the signatures that end at the offsets ``covered``."""
    if _trailing(pdf, reader, max(covered)):
        return Reason.TRAILING_BYTES
    if _undeclared(pdf, reader, min(covered)):
        return Reason.UNDECLARED_OBJECT
    return None


def last_end(pdf: bytes) -> int | None:
    """Where the last whole end mark ends; None when nothing, or another startxref, follows it."""
    ends = [found.end() for found in _END.finditer(pdf)]
    rest = pdf[ends[-1] :] if ends else b""
    return ends[-1] if rest.strip(_BLANK) and not _START.search(rest) else None


def _trailing(pdf: bytes, reader: PdfFileReader, covered: int) -> bool:
    """Rule 1: anything but white space behind the end of the last revision."""
    last = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    if last.start_location < covered:
        return bool(pdf[covered:].strip(_BLANK))
    end = _END.search(pdf, last.end_location)
    if end is None or int(end[1]) != last.declared_startxref:
        return True
    return bool(pdf[end.end() :].strip(_BLANK))


def _undeclared(pdf: bytes, reader: PdfFileReader, covered: int) -> bool:
    """Rule 2: an object in appended bytes that no cross-reference section points to."""
    declared = _declared(pdf, reader, covered)
    tables = _table_streams(reader)
    spans = sorted(_span(reader, start, *what) for start, what in declared.items())
    inside = 0
    for found in _OBJECT.finditer(pdf, covered):
        start = found.start()
        if start in declared or start in tables:
            continue
        while inside < len(spans) and spans[inside][1] <= start:
            inside += 1
        if inside == len(spans) or not spans[inside][0] < start:
            return True
    return False


def _declared(pdf: bytes, reader: PdfFileReader, covered: int) -> dict[int, tuple[Reference, int]]:
    """Offset → object and revision, of what the revisions declare after ``covered``."""
    found: dict[int, tuple[Reference, int]] = {}
    for revision in range(reader.xrefs.total_revisions):
        section = reader.xrefs.get_xref_data(revision)
        for number, (generation, offset) in section.standard_xrefs.items():
            start = _past_blank(pdf, offset)
            if start >= covered:
                found[start] = (Reference(number, generation, reader), revision)
    return found


def _table_streams(reader: PdfFileReader) -> set[int]:
    """Where the cross-reference streams begin: PDFBox does not list them in themselves."""
    sections = range(reader.xrefs.total_revisions)
    found = [reader.xrefs.get_xref_container_info(each) for each in sections]
    return {each.start_location for each in found if each.stream_ref is not None}


def _past_blank(pdf: bytes, offset: int) -> int:
    while offset < len(pdf) and pdf[offset] in _BLANK:
        offset += 1
    return offset


def _span(
    reader: PdfFileReader, start: int, reference: Reference, revision: int
) -> tuple[int, int]:
    """Where a declared object begins and ends, as the strict parser reads it."""
    reader.get_object(reference, revision=revision)
    return start, reader.stream.tell()
