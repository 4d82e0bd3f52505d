"""What a receiver asks of operations that take old books over, beyond the right to do it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from core.commits import fold, old_books
from core.commits.acts import acts
from core.commits.format import Op
from core.office import workflow
from core.office.terms import Act, Kind
from core.office.terms import State as Step

_STEPS = frozenset(move.act for move in workflow.TABLE)


def torn(ops: Iterable[Op]) -> bool:
    """Whether a document comes out of an old book without the number that its register took over
    with it, or a number without its document: one commit holds all three.
    """
    known = [op for op in ops if fold.known(op)]
    made = sorted(op.id for op in known if _begins(op))
    taken = sorted(
        (op.body["register"], op.id, op.body["number"], op.body.get("suffix", ""))
        for op in known
        if op.kind == "document.import"
    )
    entered = sorted(
        (op.id, entry["document"], entry["number"], entry.get("suffix", ""))
        for op in known
        if op.kind == "register.import"
        for entry in op.body["entries"]
    )
    return taken != entered or made != sorted(document for _, document, _, _ in taken)


def closed_to(op: Op, state: Mapping[str, Any]) -> bool:
    """Whether an operation would number, sign, direct or send what was finished on paper: the
    workflow table has no such act for a document of an old book.
    """
    if op.kind.partition(".")[0] != "document" or old_books.step_of(state) != Step.TAKEN_OVER:
        return False
    kind = Kind(state["kind"])
    wanted = (act for act in acts(op, state) if act in _STEPS - {Act.TAKE_OVER})
    return any((kind, act) not in _OPEN for act in wanted)


def _begins(op: Op) -> bool:
    return op.kind == "document.create" and op.body.get("step") == Step.TAKEN_OVER


_OPEN = frozenset((move.kind, move.act) for move in workflow.TABLE if move.state is Step.TAKEN_OVER)
