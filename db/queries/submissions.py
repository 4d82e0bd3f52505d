"""What was submitted for signature: which content, by whom, when; from the document's commits."""

from __future__ import annotations

from dataclasses import dataclass

from core.commits.check import EFFECTIVE
from core.office.terms import Act
from db import commits, facts
from db.acting import Store


@dataclass(frozen=True, slots=True)
class Submission:
    """The newest submission of a document: the hash of its main file then, the time in ms UTC."""

    content: str
    name: str
    time: int
    drafter: str


def submission(store: Store, document: str) -> Submission | None:
    """The newest submission that has effect; None where there is none (any more)."""
    key = ("document", document)
    with store.engine.begin() as connection:
        state = facts.states(connection, [key]).get(key, {})
        drafter = str(state.get("created", {}).get("author", ""))
        found = None
        for commit, standing in commits.touching(connection, key):
            for op in commit.ops:
                moved = op.kind == "document.move" and op.body["act"] == Act.REQUEST_SIGNATURE.value
                if moved and standing in EFFECTIVE:
                    name = str(op.body.get("by", {}).get("name", ""))
                    content = str(op.body.get("content", ""))
                    found = Submission(content, name, commit.header.hlc[0], drafter)
        return found
