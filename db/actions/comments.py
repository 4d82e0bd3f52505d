"""What is said about a version of a draft, at a place in it, and the answers (ý kiến góp ý).

Nothing of it is ever in conflict: whoever may give an opinion adds to a set.
"""

from __future__ import annotations

from core.errors import BlobMissing, NotFound, OpinionMissing
from core.office.anchoring import Place
from core.office.terms import Act
from db.acting import Done, Store, acting
from db.queries import versions


def comment(store: Store, document: str, blob: str, text: str, place: Place | None = None) -> Done:
    """Say something about the version whose draft has the hash ``blob``: at a place, or about all
    of it. Raises NotFound, BlobMissing for no version of the document, OpinionMissing, NotAllowed.
    """
    if not text.strip():
        raise OpinionMissing(act=Act.OPINE.value)
    known = {one.text for one in versions.versions(store, document)}
    with acting(store) as act:
        act.require(Act.OPINE)
        act.state("document", document)
        if blob not in known:
            raise BlobMissing
        said = place._asdict() if place is not None else None
        act.add("document.comment", document, blob=blob, text=text.strip(), place=said, by=act.by())
        return Done(act.append(), document)


def reply(
    store: Store, document: str, comment: str, text: str = "", *, resolved: bool | None = None
) -> Done:
    """Answer a comment, settle it or open it again; ``comment`` is the name of its operation.

    Raises NotFound, OpinionMissing where nothing is said, NotAllowed.
    """
    if not text.strip() and resolved is None:
        raise OpinionMissing(act=Act.OPINE.value)
    with acting(store) as act:
        act.require(Act.OPINE)
        sets = act.state("document", document).get("sets", {})
        if comment not in {op for op, _ in sets.get("comments", ())}:
            raise NotFound(kind="comment")
        said = {"comment": comment, "text": text.strip(), "resolved": resolved, "by": act.by()}
        act.add("document.reply", document, **said)
        return Done(act.append(), document)
