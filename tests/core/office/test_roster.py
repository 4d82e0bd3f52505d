"""The roster of a unit, and the fictional division that is shipped."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest

import resources
from core import errors
from core.office import catalogue, workflow
from core.office.access import Grant, may_act
from core.office.authority import authority_for, lines
from core.office.numbering import RegisterKind, compose_symbol
from core.office.roster import Roster, giver, load_roster
from core.office.terms import Act, Kind, Role, State
from core.office.units import above

TEXT = resources.text("demo/unit.json")
DAY = datetime.date(2026, 11, 22)


@pytest.fixture
def demo() -> Roster:
    return load_roster(TEXT)


def grants(roster: Roster, person: str) -> list[Grant]:
    return [
        Grant(r.role, r.unit, roster.since, with_subunits=r.with_subunits)
        for r in roster.roles
        if r.person == person
    ]


def who(roster: Roster, role: Role) -> list[str]:
    return [r.person for r in roster.roles if r.role is role]


def test_the_demo_unit_is_plainly_fictional(demo: Roster) -> None:
    assert demo.fictional
    assert demo.watermark == "DỮ LIỆU GIẢ LẬP"
    assert demo.place == "Thành phố Mô Phỏng"
    unit = demo.by_id()[demo.unit]
    assert (unit.name, unit.abbr, unit.code) == (
        "Sư đoàn Bộ binh 999 (giả lập)", "SĐ999", "X99.01.02",
    )  # fmt: skip
    codes = [u.code for u in demo.units] + [i.code for i in demo.issuers]
    assert all(re.fullmatch(r"X\d{2}(\.\d{2,3})*", code) for code in codes)


def test_every_duty_of_the_main_job_has_its_own_person(demo: Roster) -> None:
    assert {role for role in Role if not who(demo, role)} == set()
    for act, role in (
        (Act.REGISTER, Role.CLERK),
        (Act.DIRECT, Role.COMMANDER),
        (Act.INITIAL, Role.OFFICER),
        (Act.SIGN, Role.COMMANDER),
        (Act.NUMBER, Role.CLERK),
        (Act.GRANT, Role.ADMINISTRATOR),
    ):
        for person in who(demo, role):
            assert may_act(grants(demo, person), act, demo.unit, DAY) is None
    assert not set(who(demo, Role.CLERK)) & set(who(demo, Role.COMMANDER))


def test_commanders_reach_the_units_below(demo: Roster) -> None:
    units = demo.by_id()
    commander = grants(demo, who(demo, Role.COMMANDER)[0])
    assert may_act(commander, Act.DIRECT, "th", DAY, above(units, "th")) is None
    assert may_act(commander, Act.DIRECT, "qkmp", DAY, above(units, "qkmp")) is not None


def test_the_deputy_signs_for_the_head(demo: Roster) -> None:
    assert lines(authority_for(demo.authorities, "mo-phong", "cong-van", DAY)) == (
        "KT. SƯ ĐOÀN TRƯỞNG",
        "PHÓ SƯ ĐOÀN TRƯỞNG – THAM MƯU TRƯỞNG",
    )


def test_registers_and_symbols(demo: Roster) -> None:
    assert {r.kind for r in demo.registers} == set(RegisterKind)
    book = next(r for r in demo.registers if r.kind is RegisterKind.OUTGOING)
    types = catalogue.load_document_types(resources.text("catalogues/document-types.json"))
    letter, report = types.find("cong-van"), types.find("bao-cao")
    assert letter is not None
    assert report is not None
    schemes = catalogue.load_number_schemes(resources.text("catalogues/number-schemes.json"))
    patterns = {scheme.code: scheme.pattern for scheme in schemes.items}
    drafter = demo.by_id()["tm"].abbr
    for kind, symbol in ((letter, "SĐ999-TM"), (report, "BC-SĐ999")):
        parts = {"abbr": kind.abbr, "issuer": book.issuer, "drafter": drafter}
        assert compose_symbol(patterns, kind.code, **parts) == symbol


def test_scopes_and_ranks_stand_in_the_catalogues(demo: Roster) -> None:
    types = catalogue.load_document_types(resources.text("catalogues/document-types.json"))
    ranks = catalogue.load_ranks(resources.text("catalogues/ranks.json"))
    assert {code for a in demo.authorities for code in a.scope} <= types.codes()
    assert {p.rank for p in demo.people} <= {rank.vi for rank in ranks.items}


def test_somebody_can_do_each_move_of_every_document(demo: Roster) -> None:
    roles = {r.role for r in demo.roles}
    for kind in Kind:
        for state in (None, *State):
            everything = {m.act for m in workflow.moves(kind, state, frozenset(Role))}
            assert {m.act for m in workflow.moves(kind, state, roles)} == everything


def changed(path: str, value: Any) -> str:
    data = json.loads(TEXT)
    *places, last = [int(p) if p.isdigit() else p for p in path.split(".")]
    at = data
    for place in places:
        at = at[place]
    at[last] = value
    return json.dumps(data)


HEADS_OWN = {
    "id": "own", "person": "gia-dinh", "prefix": "head", "post": "Sư đoàn trưởng",
    "since": "2026-01-01",
}  # fmt: skip
"""What a head's post gives him needs nobody to give it."""


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("unit", "nowhere"),
        ("units.1.parent", "nowhere"),
        ("units.0.parent", "sd999"),
        ("units.1.id", "qkmp"),
        ("people.0.unit", "nowhere"),
        ("people.1.id", "gia-dinh"),
        ("roles.0.person", "nobody"),
        ("roles.0.role", "king"),
        ("registers.0.unit", "nowhere"),
        ("registers.1.id", "den-2026"),
        ("authorities.0.person", "nobody"),
        ("authorities.1.id", "mo-phong-deputy"),
        ("authorities.0.for_whom", "Tư lệnh"),
        ("authorities.0", HEADS_OWN),
        ("surprise", 1),
    ],
)
def test_a_roster_that_does_not_hold_together_is_refused(path: str, value: Any) -> None:
    with pytest.raises(errors.BadCatalogue):
        load_roster(changed(path, value))


def test_an_authority_without_its_basis_is_refused() -> None:
    with pytest.raises(errors.AuthorityIncomplete):
        load_roster(changed("authorities.1.basis", ""))


def test_every_authority_has_somebody_of_the_roster_who_gives_it(demo: Roster) -> None:
    head = next(person.id for person in demo.people if person.post == "Sư đoàn trưởng")
    assert {giver(demo, one) for one in demo.authorities} == {head}
