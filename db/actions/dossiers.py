"""Dossiers (hồ sơ công việc): open, collect, close, hand over (NĐ 30/2020 Đ.28–31). A document is
in many without being copied.
"""

from __future__ import annotations

from collections.abc import Sequence

from core.commits.old_books import step_of
from core.errors import AlreadyInDossier, DossierIncomplete, LastDossier, WrongStage
from core.office import completeness, dossiers
from core.office.dossiers import Stage
from core.office.terms import Act
from core.office.terms import State as Step
from db import filed
from db.acting import Acting, Done, Store, acting
from db.projections.values import Entries, field, members, text

ENDED = frozenset({Step.DONE, Step.ISSUED, Step.RECEIVED, Step.TAKEN_OVER})
"""States of a document whose work has ended: in a dossier it is filed."""


def open_dossier(store: Store, code: str, title: str, retention: str, plan: str = "") -> Done:
    """Open a dossier, of an entry ``plan`` of the year's list or of one's own; ``retention`` is a
    code of the catalogue.
    """
    with acting(store) as act:
        act.require(Act.OPEN_DOSSIER)
        dossier = store.new_id()
        fields = {"code": code, "title": title, "retention": retention}
        if plan:
            fields["plan"] = plan
        act.add("dossier.open", dossier, fields=fields, step=Stage.OPEN.value, by=act.by())
        return Done(act.append(), dossier)


def change(store: Store, dossier: str, code: str, title: str, retention: str) -> Done:
    """Change what an open dossier is called and how long it is kept."""
    with acting(store) as act:
        act.require(Act.OPEN_DOSSIER)
        dossiers.take_documents(_stage(act, dossier))
        changed = _set(act, dossier, code=code, title=title, retention=retention)
        return Done(act.append() if changed else frozenset(), dossier)


def put(store: Store, dossier: str, document: str) -> Done:
    """Put one document into a dossier, as :func:`put_all`."""
    return put_all(store, dossier, [document])


def put_all(store: Store, dossier: str, documents: Sequence[str]) -> Done:
    """Put documents into an open dossier; where their workflow ends there, they are filed. Raises
    DossierClosed, and AlreadyInDossier where all of them lie in it.
    """
    with acting(store) as act:
        act.require(Act.FILE)
        dossiers.take_documents(_stage(act, dossier))
        inside = {value["document"] for _, value in _inside(act, dossier)}
        new = [document for document in dict.fromkeys(documents) if document not in inside]
        if not new:
            raise AlreadyInDossier()
        for document in new:
            state = act.state("document", document)
            act.add("dossier.put", dossier, document=document, by=act.by())
            if step_of(state) in ENDED:
                act.move(document, Act.FILE)
        return Done(act.append(), dossier)


def put_new(act: Acting, dossier: str, document: str) -> None:
    """Put the document that an act makes into an open dossier. Raises NotAllowed, DossierClosed."""
    act.require(Act.FILE)
    dossiers.take_documents(_stage(act, dossier))
    act.add("dossier.put", dossier, document=document, by=act.by())


def take(store: Store, dossier: str, document: str) -> Done:
    """Take a document out of an open dossier; one that is filed stays in another (LastDossier)."""
    with acting(store) as act:
        act.require(Act.FILE)
        dossiers.take_documents(_stage(act, dossier))
        state = act.state("document", document)
        if state["step"]["name"] == Step.FILED and not _elsewhere(act, dossier, document):
            raise LastDossier()
        ops = tuple(op for op, value in _inside(act, dossier) if value["document"] == document)
        act.add("dossier.take", dossier, ops, by=act.by())
        return Done(act.append(), dossier)


def close(store: Store, dossier: str, title: str = "", retention: str = "") -> Done:
    """Close a dossier whose work is done, with title and retention as re-checked; its first and
    last day and their number come from its documents, which are filed. Raises DossierIncomplete,
    WrongStage.
    """
    with acting(store) as act:
        act.require(Act.CLOSE_DOSSIER)
        dossiers.step(_stage(act, dossier), Act.CLOSE_DOSSIER)
        start, until = filed.period(act.connection, dossier)
        total = filed.count(act.connection, dossier)
        named = {"title": title, "retention": retention, "start": start, "until": until}
        _set(act, dossier, **named, total=total)
        _refuse_incomplete(act, dossier)
        for document in filed.visible_documents(act.connection, store.viewer, dossier):
            if step_of(act.state("document", document)) in ENDED:
                act.move(document, Act.FILE)
        _move(act, dossier, Act.CLOSE_DOSSIER)
        return Done(act.append(), dossier)


def reopen(store: Store, dossier: str, reason: str) -> Done:
    """Open a closed dossier again, for a reason."""
    return _step(store, [dossier], Act.OPEN_DOSSIER, reason)


def hand_over(store: Store, chosen: Sequence[str]) -> Done:
    """Hand closed dossiers to the archive: all of them in one act, or none."""
    return _step(store, chosen, Act.HAND_OVER_DOSSIER)


def accept(store: Store, chosen: Sequence[str]) -> Done:
    """Take handed-over dossiers into the archive: all of them in one act, or none."""
    return _step(store, chosen, Act.ACCEPT_DOSSIER)


def refuse(store: Store, chosen: Sequence[str], reason: str) -> Done:
    """Give handed-over dossiers back to whoever handed them over, for a reason."""
    return _step(store, chosen, Act.REFUSE_DOSSIER, reason)


def _step(store: Store, chosen: Sequence[str], what: Act, reason: str = "") -> Done:
    with acting(store) as act:
        act.require(what)
        for dossier in dict.fromkeys(chosen):
            _move(act, dossier, what, reason)
        return Done(act.append(), chosen[0])


def _move(act: Acting, dossier: str, what: Act, reason: str = "") -> None:
    """A step of the table of dossiers, from the stage that stands here."""
    after = dossiers.step(_stage(act, dossier), what, reason)
    base = act.state("dossier", dossier)["step"]["op"]
    body = {"act": what.value, "to": after.value, "reason": reason.strip() or None}
    act.add("dossier.move", dossier, (base,), **body, by=act.by())


def _set(act: Acting, dossier: str, **values: str | int | None) -> bool:
    """Write those values that are given and differ from what stands there; tell whether any did."""
    state = act.state("dossier", dossier)
    new = {name: value for name, value in values.items() if value and field(state, name) != value}
    if new:
        act.set_fields("dossier", dossier, **new)
    return bool(new)


def _stage(act: Acting, dossier: str) -> Stage:
    name = act.state("dossier", dossier).get("step", {}).get("name", "none")
    if name not in set(Stage):
        raise WrongStage(stage=name)
    return Stage(name)


def _inside(act: Acting, dossier: str) -> Entries:
    return members(act.state("dossier", dossier), "documents")


def _elsewhere(act: Acting, dossier: str, document: str) -> bool:
    return bool(set(filed.holders(act.connection, document)) - {dossier})


def _refuse_incomplete(act: Acting, dossier: str) -> None:
    state = act.state("dossier", dossier)
    named = completeness.Named(*(text(state, name) for name in filed.NAMED))
    found = completeness.problems(named, filed.papers(act.connection, dossier))
    stops = [one for one in found if one.stops]
    if stops:
        raise DossierIncomplete(n=len(stops), lack=stops[0].lack.value)
