"""The checks of a document as its commits tell them: the step that follows hides the one before."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa

from core.commits.acts import STEPS
from core.commits.check import EFFECTIVE
from core.commits.fold import State
from core.commits.format import Commit
from core.office.checks import CHECKS, Check
from core.office.terms import Act
from db import commits


def checks(connection: sa.Connection, document: str) -> tuple[Check, ...]:
    """Every check that has effect, the oldest first."""
    found = commits.touching(connection, ("document", document))
    return tuple(
        check
        for commit, standing in found
        if standing in EFFECTIVE
        for check in _checks(commit, document)
    )


def signed(state: State) -> dict[str, str]:
    """From the hash of the main file after each signature to the one before it."""
    marks = state.get("lists", {}).get("signatures", ())
    return {value["after"]["blob"]: value["before"] for _, value in marks}


def current(state: State) -> str:
    """The hash of the one main file; the empty text where there is none or versions compete."""
    found = {str(value["blob"]) for _, value in state.get("files", {}).get("main", ())}
    return found.pop() if len(found) == 1 else ""


def _checks(commit: Commit, document: str) -> Iterator[Check]:
    ops = [op for op in commit.ops if op.id == document]
    said = next((str(op.body["text"]) for op in ops if op.kind == "document.opine"), "")
    for op in ops:
        if op.kind in STEPS and op.body["act"] in CHECKS and op.body.get("content"):
            name = str(op.body.get("by", {}).get("name", ""))
            person, time = commit.header.person, commit.header.hlc[0]
            whole = str(op.body.get("appendices", ""))
            yield Check(Act(op.body["act"]), op.body["content"], person, name, time, said, whole)
