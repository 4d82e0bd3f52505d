"""Dossiers (hồ sơ công việc): open, collect, close (NĐ 30/2020 Đ.28–31). A document is in many
without being copied.
"""

from __future__ import annotations

from core.office.terms import Act
from core.office.terms import State as Step
from db.acting import Done, Store, acting


def open_dossier(store: Store, code: str, title: str, retention: str) -> Done:
    """Open a dossier; ``retention`` is a code of the catalogue."""
    with acting(store) as act:
        act.require(Act.OPEN_DOSSIER)
        dossier = store.new_id()
        fields = {"code": code, "title": title, "retention": retention}
        act.add("dossier.open", dossier, fields=fields, step="open", by=act.by())
        return Done(act.append(), dossier)


def put(store: Store, dossier: str, document: str) -> Done:
    """Put a document into a dossier; where its workflow ends there, it is filed."""
    with acting(store) as act:
        act.require(Act.FILE)
        state = act.state("document", document)
        act.state("dossier", dossier)
        act.add("dossier.put", dossier, document=document, by=act.by())
        if state["step"]["name"] in {Step.DONE, Step.ISSUED, Step.RECEIVED}:
            act.move(document, Act.FILE)
        return Done(act.append(), dossier)
