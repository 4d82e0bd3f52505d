"""Role by act by own or other unit, at both ends, against a table written by hand.

The table below is read from the office's duties (NĐ 30/2020/NĐ-CP Đ.4, 6, 10–31), not from the
program's: whoever changes a right changes it here too.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any, Final

import pytest

from core.commits import fold, reinstating
from core.commits.acts import ACTS, STEPS
from core.commits.check import judge
from core.commits.format import Op
from core.office import dossiers, workflow
from core.office.access import Grant, may_act
from core.office.checks import CHECKS
from core.office.terms import Act, Role, State
from core.office.workflow import TABLE
from tests.core.commits.receiving import certificate, facts
from tests.core.commits.samples import BY, DEVICE, PERSON, START, commit, digest, ident

DAY = datetime.date(2026, 11, 18)
SINCE = datetime.date(2026, 1, 1)
UNIT, OTHER = ident("unit"), ident("other unit")
DOCUMENT, REGISTER, LEASE, X = ident("document"), ident("register"), ident("lease"), "a.1.1.0"

# -- the expectation -------------------------------------------------------------------------------

WRITES: Final = {"draft", "edit", "withdraw", "discard", "return", "opine", "resolve_conflict"}
READS: Final = {"read", "name_substitute"}
CARRIES: Final = {"export_bundle", "import_bundle"}
HANDLES: Final = {
    "ask_coordination", "coordinate", "answer", "complete", "transfer", "ask_extension",
    "request_signature", "revise",
}  # fmt: skip
KEEPS: Final = {"open_dossier", "close_dossier", "hand_over_dossier", "file", "initial"}

OWN: Final[dict[Role, set[str]]] = {
    Role.CLERK: WRITES | READS | CARRIES | KEEPS | {
        "take_over", "copy_on_paper", "copy_electronically",
        "register", "submit", "send_back", "merge", "obey_recall", "check_format", "number", "seal",
        "issue", "confirm_receipt", "cancel", "lend", "export", "plan_dossiers", "open_register",
        "close_register", "void_number", "reserve_number", "request_lease", "return_lease",
    },
    Role.OFFICER: WRITES | READS | CARRIES | HANDLES | KEEPS,
    Role.HEAD_OF_SECTION: WRITES | READS | CARRIES | HANDLES | KEEPS | {
        "assign", "reopen", "extend", "check_content", "sign", "delegate",
    },
    Role.COMMANDER: WRITES | READS | CARRIES | {
        "direct", "take_note", "assign", "reopen", "extend", "sign", "recall", "cancel", "export",
        "plan_dossiers", "delegate", "confirm_grant",
    },
    Role.ARCHIVIST: READS | {
        "lend", "export", "plan_dossiers", "accept_dossier", "refuse_dossier",
    },
    Role.ADMINISTRATOR: CARRIES | {"read_journal"},
    Role.AUDITOR: set(),
}  # fmt: skip
"""What a role lets somebody do in the unit of his grant."""

EVERY: Final[dict[Role, set[str]]] = {
    Role.ADMINISTRATOR: {
        "open_register", "give_lease", "grant", "revoke_grant", "enrol_device", "revoke_device",
        "edit_units", "edit_people", "edit_catalogues", "edit_calendar",
    },
    Role.AUDITOR: {"read", "read_journal"},
}  # fmt: skip
"""What it lets him do in every unit."""

LOCAL: Final = {
    "request_lease", "give_lease", "export_bundle", "import_bundle",
}  # fmt: skip
"""Acts that no operation of a person amounts to in version 1: only the acting side asks."""


def expected(role: Role, act: Act, unit: str) -> bool:
    every = act.value in EVERY.get(role, ())
    return every or (unit == UNIT and act.value in OWN[role])


def test_the_table_names_every_role_and_only_acts_there_are() -> None:
    assert OWN.keys() == set(Role)
    named = {act for acts in (*OWN.values(), *EVERY.values()) for act in acts}
    assert named == {act.value for act in Act}


# -- the acting side -------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_who_acts_asks_the_table(role: Role) -> None:
    held = (Grant(role, UNIT, SINCE),)
    for act in Act:
        for unit in (UNIT, OTHER):
            allowed = may_act(held, act, unit, DAY) is None
            assert allowed == expected(role, act, unit), (act, unit)
        above = may_act((Grant(role, OTHER, SINCE, with_subunits=True),), act, UNIT, DAY, (OTHER,))
        assert (above is None) == expected(role, act, UNIT), act


@pytest.mark.parametrize("role", Role)
def test_the_workflow_lets_nobody_do_what_the_matrix_forbids(role: Role) -> None:
    for move in TABLE:
        if workflow.may(move.kind, move.state, move.act, {role}) is None:
            assert expected(role, move.act, UNIT), move


# -- the receiving side ----------------------------------------------------------------------------

AT = fold.At(X, ident("somebody"), DEVICE, 1, START)
FILE = {
    "slot": "main", "role": "main", "order": 0, "blob": digest("a"), "name": "a.pdf",
    "type": "application/pdf", "size": 9,
}  # fmt: skip
COPY = {"of": "document", "hash": digest("c"), "by": BY}
LEASED = fold.fold(
    None,
    Op(
        kind="register.lease",
        id=REGISTER,
        body={
            "lease": LEASE, "device": DEVICE, "inc": 1, "first": 1, "end": 9,
            "start": "2026-01-01", "until": "2026-12-31",
        },
    ),
    AT,
)  # fmt: skip

Case = tuple[Act, tuple[Op, ...], dict[fold.Key, fold.State]]


def op(kind: str, /, *, bases: tuple[str, ...] = (), entity: str = DOCUMENT, **body: Any) -> Op:
    return Op(kind=kind, id=entity, bases=bases, body=body)


def document(kind: str, step: str) -> fold.State:
    state: fold.State = {"kind": kind, "step": {"name": step, "op": X}}
    return {**state, "created": {"op": X, "author": ident("somebody"), "time": START}}


def moves() -> Iterator[Case]:
    for move in TABLE:
        if move.state is not None:
            made = op("document.move", bases=(X,), act=move.act.value, to=move.next.value, by=BY)
            if move.act in CHECKS:
                content = digest("a")
                made = op("document.check", bases=(X,), act=move.act.value, content=content, by=BY)
            states = {("document", DOCUMENT): document(move.kind, move.state)}
            yield move.act, (made,), states
    for (before, act), after in dossiers.STAGES.items():
        if before is not None:
            made = op("dossier.move", bases=(X,), act=str(act), to=str(after), by=BY)
            yield Act(act), (made,), {("dossier", DOCUMENT): {"step": {"name": before, "op": X}}}


def _numbered(kind: str) -> Case:
    ops = (
        op("document.number", register=REGISTER, lease=LEASE, number=1, date="2026-11-18"),
        op("register.give", entity=REGISTER, lease=LEASE, number=1, document=DOCUMENT),
    )
    states = {("document", DOCUMENT): document(kind, "signed"), ("register", REGISTER): LEASED}
    return (Act.REGISTER if kind == "incoming" else Act.NUMBER, ops, states)


def _copied(act: Act, medium: str, step: str) -> Case:
    fields = {"type": "ban-sao-y", "subject": "x"}
    made = op(
        "document.copy", kind="outgoing", step=step, fields=fields, source=ident("source"),
        blob=digest("b"), of="original", origin="paper", medium=medium, by=BY,
    )  # fmt: skip
    _, ops, states = _numbered("outgoing")
    states = {key: state for key, state in states.items() if key[0] == "register"}
    return act, (made, *ops, op("document.file", **FILE)), states


def _taken_over(kind: str) -> Case:
    old: dict[str, Any] = {"number": 1, "source": "Sổ giấy"}
    ops = (
        op("document.create", kind=kind, step="taken_over", fields={"subject": "x"}),
        op("document.import", register=REGISTER, date="2026-01-05", **old),
        op(
            "register.import", entity=REGISTER, source="Sổ giấy",
            entries=({"number": 1, "document": DOCUMENT},),
        ),
    )  # fmt: skip
    return Act.TAKE_OVER, ops, {}


def _signed(kind: str, act: Act) -> Case:
    made = op(
        "document.sign", field="KyChinh", kind=kind, before=digest("b"), after=FILE,
        certificate=digest("c"), clock=START, by=BY,
    )  # fmt: skip
    return act, (made,), {("document", DOCUMENT): document("outgoing", "to_sign")}


def _endorsed() -> Op:
    return op(
        "document.endorse", field="ButPhe", kind="directive", before=digest("b"),
        after={**FILE, "slot": "slip-1", "role": "attachment"}, certificate=digest("c"),
        clock=START, by=BY,
    )  # fmt: skip


def on_a_document() -> Iterator[Case]:
    """Operations whose act does not depend on a step."""
    given: dict[str, Any] = {"day": "2026-11-18", "by": BY}
    plain: tuple[tuple[Act, Op], ...] = (
        (Act.EDIT, op("document.set", fields={"subject": "x"})),
        (Act.EDIT, op("document.link", relation="answers", target=DOCUMENT)),
        (Act.EDIT, op("document.unlink")),
        (Act.EDIT, op("document.file", **FILE)),
        (Act.EDIT, op("document.unfile", slot="appendix-1")),
        (Act.ASSIGN, op("document.assign", part="lead", by=BY)),
        (Act.TRANSFER, op("document.assign", part="lead", act="transfer", by=BY)),
        (Act.ASK_COORDINATION, op("document.assign", part="support", act="ask_coordination")),
        (Act.ASSIGN, op("document.release")),
        (Act.DIRECT, op("document.direct", text="x", by=BY)),
        (Act.DIRECT, _endorsed()),
        (Act.READ, op("document.opine", text="x", by=BY)),
        (Act.READ, op("document.note", by=BY)),
        (Act.READ, op("document.evidence", of=digest("b"), after=FILE, stage="lta", by=BY)),
        (Act.READ, op("document.tend", instead=DOCUMENT, reason="asked", by=BY)),
        (Act.OPINE, op("document.comment", blob=digest("d"), text="x", by=BY)),
        (Act.OPINE, op("document.reply", comment=X, resolved=True, by=BY)),
        (Act.EXPORT, op("document.export", blob=digest("a"), by=BY)),
        (Act.READ, op("copy.take", form="slip", way="print", **COPY)),
        (Act.EXPORT, op("copy.take", form="slip", way="pdf", **COPY)),
        (Act.READ_JOURNAL, op("copy.take", form="journal", way="print", **COPY)),
        (Act.READ_JOURNAL, op("copy.take", form="journal", way="csv", **COPY)),
        (Act.ISSUE, op("document.dispatch", to="x", way="post", **given)),
        (Act.CONFIRM_RECEIPT, op("document.receive", dispatch=X, **given)),
        (Act.LEND, op("document.lend", borrower="x", allowed="y", **given)),
        (Act.LEND, op("document.restore", loan=X, **given)),
        (
            Act.RESOLVE_CONFLICT,
            op("document.settle", bases=("b.1.1.0",), reason="Giữ bản đã duyệt", by=BY),
        ),
        (Act.RESOLVE_CONFLICT, op("dossier.settle", bases=("b.1.1.0",), reason="Đã đóng", by=BY)),
        (Act.RESOLVE_CONFLICT, op("document.move", bases=("b.1.1.0",), act="resolve", to="done")),
    )
    for act, made in plain:
        yield act, (made,), {("document", DOCUMENT): document("outgoing", "draft")}
    first = {"incoming": State.REGISTERED, "outgoing": State.DRAFT, "internal": State.DRAFT}
    for kind, step in first.items():
        made = op("document.create", kind=kind, step=step.value, fields={"subject": "x"})
        yield (Act.REGISTER if kind == "incoming" else Act.DRAFT), (made,), {}
        if kind != "internal":
            yield _numbered(kind)
        yield _taken_over(kind)
    yield _copied(Act.COPY_ON_PAPER, "paper", "copied")
    yield _copied(Act.COPY_ELECTRONICALLY, "electronic", "numbered")
    signatures = {
        "initial": Act.INITIAL, "main": Act.SIGN, "number": Act.NUMBER, "date": Act.NUMBER,
        "seal": Act.SEAL,
    }  # fmt: skip
    yield from (_signed(kind, act) for kind, act in signatures.items())


def on_other_things() -> Iterator[Case]:
    """Dossiers, registers, delegations and what stands in the authority stream."""
    lent = {("register", REGISTER): LEASED}
    away = {
        "kind": "absence", "giver": PERSON, "person": ident("x"), "start": "2026-11-18",
        "until": "2026-11-20",
    }  # fmt: skip
    voids = ({"number": 1, "reason": "x"},)
    plain: tuple[Case, ...] = (
        (Act.OPEN_DOSSIER, (op("dossier.open", fields={"title": "x"}),), {}),
        (Act.OPEN_DOSSIER, (op("dossier.set", fields={"title": "x"}),), {}),
        (Act.FILE, (op("dossier.put", document=DOCUMENT),), {}),
        (Act.FILE, (op("dossier.take"),), {}),
        (Act.PLAN_DOSSIERS, (op("plan.set", fields={"code": "x"}),), {}),
        (Act.OPEN_REGISTER, (op("register.open", fields={"name": "x"}),), {}),
        (Act.RETURN_LEASE, (op("register.return", entity=REGISTER, lease=LEASE, last=0),), lent),
        (
            Act.RESERVE_NUMBER,
            (op("register.reserve", entity=REGISTER, lease=LEASE, number=1, reason="x", by=BY),),
            lent,
        ),
        (
            Act.VOID_NUMBER,
            (op("register.void", entity=REGISTER, lease=LEASE, voids=voids, by=BY),),
            lent,
        ),
        (
            Act.CLOSE_REGISTER,
            (op("register.close", period="2026-10", lines=0, head=digest("h"), by=BY),),
            {},
        ),
        (Act.DELEGATE, (op("delegation.give", fields={**away, "kind": "deputy"}),), {}),
        (Act.DELEGATE, (op("delegation.end", reason="x"),), {}),
        (Act.NAME_SUBSTITUTE, (op("delegation.give", fields=away),), {}),
    )
    yield from plain


def of_authority() -> Iterator[Case]:
    """What administrators' machines write, and the confirming of it."""
    for kind, act in (
        ("unit", Act.EDIT_UNITS), ("person", Act.EDIT_PEOPLE), ("calendar", Act.EDIT_CALENDAR),
        ("catalogue", Act.EDIT_CATALOGUES),
    ):  # fmt: skip
        yield act, (op(f"{kind}.set", fields={"name": "x"}),), {}
    yield Act.GRANT, (op("grant.give", fields={"person": ident("x"), "role": "clerk"}),), {}
    yield Act.REVOKE_GRANT, (op("grant.revoke", reason="x"),), {}
    yield Act.GRANT, (op("stream.open", fields={"name": "x"}),), {}
    yield Act.GRANT, (op("stream.member", person=ident("x"), reads=True),), {}
    given = {"op": X, "author": ident("somebody"), "time": START}
    confirmed = op("grant.confirm", change=X, by=BY)
    yield Act.CONFIRM_GRANT, (confirmed,), {("grant", DOCUMENT): {"created": given}}
    yield Act.ENROL_DEVICE, (op("device.admit", certificate={}),), {}
    yield Act.REVOKE_DEVICE, (op("device.revoke", entity=ident("other"), reason="x"),), {}


SET_ASIDE: Final = {
    Act.OPINE: op("document.comment", blob=digest("d"), text="x", by=BY),
    Act.FILE: op("dossier.put", document=DOCUMENT),
    Act.CLOSE_REGISTER: op("register.close", period="2026-10", lines=0, head=digest("h"), by=BY),
    Act.PLAN_DOSSIERS: op("plan.set", fields={"code": "x"}),
    Act.READ: op("copy.take", form="slip", way="print", **COPY),
}
"""What another person wrote and the server set aside, by the act that it is."""
ASIDE: Final = {
    one.id: reinstating.Aside(one, "review")
    for made in SET_ASIDE.values()
    for one in [commit(made, device=ident("other"), person=ident("other"))]
}


def decisions() -> Iterator[Case]:
    """What takes it, and what lets it lie."""
    said: dict[str, Any] = {"reason": "x", "by": BY}
    for name, one in ASIDE.items():
        yield Act.RESOLVE_CONFLICT, tuple(reinstating.carry(one, **said)), {}
        made = op("aside.refuse", entity=reinstating.name(name), commit=name, **said)
        yield Act.RESOLVE_CONFLICT, (made,), {}


def decided(made: Op) -> Act | None:
    """The act that the author of a decision has to have the right for too."""
    about = ASIDE.get(str(made.body.get("commit")))
    found = (act for act, one in SET_ASIDE.items() if about and about.commit.ops == (one,))
    return next(found, None)


OF_UNIT: Final = (*moves(), *on_a_document(), *on_other_things(), *decisions())
OF_AUTHORITY: Final = tuple(of_authority())


def refused(case: Case, role: Role, unit: str, *, authority: bool) -> bool:
    """Whether a receiver puts the commit aside for want of a right."""
    _, ops, states = case
    keeper = {"keeper": Grant(Role.ADMINISTRATOR, UNIT, SINCE)}
    known = facts(
        grants=(Grant(role, unit, SINCE),),
        administrators=keeper,
        states=states,
        aside=ASIDE,
        stream_kind="authority" if authority else "unit",
        certificate=certificate(kind="administrator") if authority else certificate(),
    )
    outcome = judge(commit(*ops), known)
    assert outcome.verdict != "quarantine", (ops, outcome.reason)
    return outcome.reason == "rights"


@pytest.mark.parametrize("role", Role)
def test_who_receives_asks_the_same_table(role: Role) -> None:
    """A move asks the matrix and the state of its document: the row of the workflow table too. Who
    decides about what was set aside has the right to do it himself, or is a commander.
    """
    for authority, cases in ((False, OF_UNIT), (True, OF_AUTHORITY)):
        for case in cases:
            act = case[0]
            rows = [move for move in TABLE if move.act == act and case[1][0].kind in STEPS]
            state = next(iter(case[2].values()), {})
            step = state.get("step", {}).get("name")
            row = next((m for m in rows if (m.kind, m.state) == (state.get("kind"), step)), None)
            for unit in (UNIT, OTHER):
                allowed = expected(role, act, UNIT if unit == UNIT else OTHER)
                if row is not None and role not in row.roles:
                    allowed = False
                if (inner := decided(case[1][0])) and role is not Role.COMMANDER:
                    allowed = allowed and expected(role, inner, unit)
                assert refused(case, role, unit, authority=authority) != allowed, (case, unit)


def test_every_operation_and_every_act_is_asked_about() -> None:
    cases = (*OF_UNIT, *OF_AUTHORITY)
    assert {made.kind for _, ops, _ in cases for made in ops} >= ACTS.keys()
    assert {act.value for act, _, _ in cases} == {act.value for act in Act} - LOCAL
