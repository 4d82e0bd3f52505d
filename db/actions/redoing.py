"""What was set aside is written once more, as an act of whoever does it: a document gets another
identity and number, values replace what stands today, words are said again. What was set aside lies
from then on (sync.md §4.14).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from core.commits import fold, merge, redoing, reinstating
from core.commits.acts import acts
from core.commits.format import Op
from core.errors import NotFound, ReasonMissing, WriteRefused
from core.office.terms import Act
from db.acting import Acting, Done, Store, acting
from db.actions import numbers
from db.actions.numbers import Given
from db.actions.reinstating import lying
from db.queries import setting_aside

_STAMP: Final = frozenset({"by"})


@dataclass
class _Anew:
    """The act, what got another identity, and the numbers given in it."""

    act: Acting
    named: dict[str, str] = field(default_factory=dict)
    given: list[Given] = field(default_factory=list)

    def entity(self, was: str) -> str:
        """Today's identity of what an operation was about."""
        return self.named.get(was, was)


def again(store: Store, commit: str, reason: str) -> Done:
    """Write once more what a commit wrote that was set aside, and let that lie, for a reason.

    Raises NotFound for one that the person neither wrote nor decides about, ReasonMissing,
    WriteRefused where it does more than can be written once more (core.commits.redoing), and what
    the acts themselves raise: NotAllowed, NoLease, NoNumbersLeft.
    """
    if not reason.strip():
        raise ReasonMissing(act=Act.RESOLVE_CONFLICT.value)
    if setting_aside.item(store, commit) is None:
        raise NotFound(kind=setting_aside.KIND)
    with acting(store) as act:
        act.require(Act.RESOLVE_CONFLICT)
        aside = lying(act, commit)
        if aside is None:  # it waits for what comes before it, and takes effect by itself
            raise NotFound(kind=setting_aside.KIND)
        found = aside.commit
        if not redoing.can(found.ops):
            raise WriteRefused(reason="kind")
        anew = _Anew(act)
        for op in found.ops:
            for right in acts(op, act.stored(*fold.key(op))):
                act.require(right)
            _WRITE.get(op.kind, _say)(anew, op)
        name = reinstating.name(commit)
        said = {"commit": commit, "reason": reason.strip(), "by": act.by()}
        act.add(reinstating.REFUSAL, name, **said)
        changed = act.append()
    for one in anew.given:
        numbers.note(store, one)
    return Done(changed, anew.entity(found.ops[0].id))


def _create(anew: _Anew, op: Op) -> None:
    anew.named[op.id] = anew.act.store.new_id()
    anew.act.add(op.kind, anew.entity(op.id), **_body(op), by=anew.act.by())


def _set(anew: _Anew, op: Op) -> None:
    anew.act.set_fields(fold.key(op)[0], anew.entity(op.id), **op.body["fields"])


def _file(anew: _Anew, op: Op) -> None:
    slots = anew.act.state("document", anew.entity(op.id)).get("files", {})
    bases = merge.operations(slots.get(op.body["slot"], []))
    anew.act.add(op.kind, anew.entity(op.id), bases, **_body(op), by=anew.act.by())


def _put(anew: _Anew, op: Op) -> None:
    document = anew.entity(op.body["document"])
    anew.act.add(op.kind, op.id, **{**_body(op), "document": document}, by=anew.act.by())


def _say(anew: _Anew, op: Op) -> None:
    anew.act.state("document", anew.entity(op.id))
    anew.act.add(op.kind, anew.entity(op.id), **_body(op), by=anew.act.by())


def _number(anew: _Anew, op: Op) -> None:
    document = anew.entity(op.body["document"])
    anew.given.append(numbers.give(anew.act, document, op.id))


def _numbered(_anew: _Anew, _op: Op) -> None:
    """The number says so itself."""


def _body(op: Op) -> dict[str, Any]:
    return {name: value for name, value in op.body.items() if name not in _STAMP}


_WRITE: Final[dict[str, Callable[[_Anew, Op], None]]] = {
    "document.create": _create,
    "dossier.open": _create,
    "document.set": _set,
    "dossier.set": _set,
    "document.file": _file,
    "dossier.put": _put,
    "register.give": _number,
    "document.number": _numbered,
}
