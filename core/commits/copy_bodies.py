"""The body of the operation that makes a copy (bản sao) of a document, and what a receiver asks of
it beyond the right to make one (NĐ 30/2020/NĐ-CP Đ.25–26).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from core.commits.bodies import Create, Name, Text
from core.commits.file_bodies import is_signed
from core.commits.format import Hash, Id, Op
from core.office import true_copies


class TrueCopy(Create, frozen=True, omit_defaults=True, kw_only=True):
    """A new document that is a copy: of the file ``blob`` of the document ``source``, which is an
    original or itself a copy (``of``) on ``origin``; made on ``medium``. ``pages`` and ``part`` say
    what of it, nothing that it is whole; ``authority`` in whose name it is signed.
    """

    source: Id
    blob: Hash
    of: Literal["original", "copy"]
    origin: Literal["paper", "electronic"]
    medium: Literal["paper", "electronic"]
    pages: Name = ""
    part: Text = ""
    authority: Name = ""


KEPT = ("source", "blob", "of", "origin", "medium", "pages", "part", "authority")


def kept(op: Op) -> dict[str, str]:
    """What of the body stays in the state, beside fields and step."""
    return {name: op.body[name] for name in KEPT if name in op.body}


def link(op: Op) -> Op:
    """The link from the copy to its source."""
    by = {"by": op.body["by"]} if "by" in op.body else {}
    body = {"relation": "copies", "target": op.body["source"], **by}
    return Op(kind="document.link", id=op.id, body=body)


def lawful(op: Op) -> bool:
    """Whether the law knows such a copy of such a source; one that is whole is no extract."""
    form = op.body["fields"].get("type")
    if form not in set(true_copies.Form):
        return False
    extract = form == true_copies.Form.EXTRACT
    said = bool(op.body.get("pages") or op.body.get("part"))
    given = (op.body[name] for name in ("of", "origin", "medium"))
    return true_copies.barred(form, *given) is None and said == extract


def torn(ops: Iterable[Op]) -> bool:
    """Whether a copy comes without its number or its one file: one commit holds all three."""
    held = list(ops)
    made = sorted(op.id for op in held if op.kind == "document.copy")
    filed = sorted(op.id for op in held if op.kind == "document.file" and op.body["slot"] == "main")
    numbered = {op.id for op in held if op.kind == "document.number"}
    mine = [document for document in filed if document in made]
    return mine != made or not numbered.issuperset(made)


def shut(state: Mapping[str, Any], op: Op) -> bool:
    """Whether an operation would put another file or other words in the place of what the person in
    authority signed, or of what was copied.
    """
    if is_signed(state):
        return True
    if "copy" not in state:
        return False
    return op.kind == "document.set" or op.body.get("slot") in state.get("files", {})
