"""What honest programs leave behind when they add a signature, and what changes nothing.

- Two of the standard fonts that nothing uses (iText 5, with a form that has resources).
- The number of the new cross-reference stream, given free in that very stream (iText 5).

Found with the corpus of tests/data/signed; whatever else is left over counts as a change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyhanko.pdf_utils.generic import DictionaryObject, NameObject, StreamObject
from pyhanko.pdf_utils.misc import PdfReadError
from pyhanko.sign.diff_analysis import ReferenceUpdate, SuspiciousModification, WhitelistRule
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyhanko.pdf_utils.generic import Reference
    from pyhanko.pdf_utils.reader import HistoricalResolver


class LeftoverRule(WhitelistRule):
    """Numbers that the signed revision neither had nor led to, for what does nothing."""

    @override
    def apply(self, old: HistoricalResolver, new: HistoricalResolver) -> Iterable[ReferenceUpdate]:
        loaded = old._indirect_object_access_cache or {}  # noqa: SLF001 - by the policy
        used = {reference.idnum for reference in loaded}
        own = new.refs_freed_in_revision()
        for reference in new.explicit_refs_in_revision():
            fresh = old.is_ref_unassignable(reference) and reference.idnum not in used
            if fresh and (reference in own or _is_bare_font(new, reference)):
                yield ReferenceUpdate(reference)


def refuse_freed(new: HistoricalResolver) -> None:
    """Raises SuspiciousModification where a revision frees more than its own table's number."""
    table = new.reader.xrefs.get_xref_container_info(new.revision).stream_ref
    for freed in new.refs_freed_in_revision():
        if table is None or freed.idnum != table.idnum:
            raise SuspiciousModification(f"{freed} was freed")


def _is_bare_font(new: HistoricalResolver, reference: Reference) -> bool:
    """A font by its name alone: it brings no glyphs and leads nowhere."""
    try:
        found = new.get_object(reference)
    except PdfReadError:  # what cannot be read is not known to be harmless
        return False
    return (
        isinstance(found, DictionaryObject)
        and not isinstance(found, StreamObject)
        and found.get("/Type") == "/Font"
        and all(isinstance(found.raw_get(key), NameObject) for key in found)
    )
