"""Who signs for whom on real stores: the block on the page, the signature's reason and role, and
what both ends refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from core.commits.check import Verdict
from core.errors import OutsideDelegation, SignerBlockWrong
from core.office import draft as drafts
from core.office.authority import Authority
from core.office.delegation import Short, Standing
from core.office.draft import Signer
from core.office.terms import Role
from core.signing.verify import judge
from db.acting import Store
from db.actions import authority, delegating, outgoing
from db.actions.delegating import Giving
from db.actions.files import NewFile
from db.facts import states
from db.queries import delegations, documents
from desktop import reference
from desktop.drafts.composing import compose
from desktop.drafts.keeping import office_of
from desktop.drafts.writing import Written
from desktop.forms import template
from desktop.forms.document import render
from desktop.signing import acts, setting
from desktop.signing.acts import Shown
from desktop.signing.examining import examine
from desktop.signing.preflight import Flaw
from desktop.signing.summary import authority_rows, flaw_words
from tests.db.unit_of_three import START
from tests.desktop.signing.test_outgoing_life import ENTRY, LETTER, Day, _as

HEAD, DEPUTY = "Sư đoàn trưởng", "Phó Sư đoàn trưởng"
KT = ("KT. SƯ ĐOÀN TRƯỞNG", "PHÓ SƯ ĐOÀN TRƯỞNG")


class Staff(Day):
    """The commander's machine is the deputy's; the head works at the clerk's."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        world = self.world
        admin, people = world.admin.store, world.people
        people["truong"] = world.unit.new_id()
        named = {"name": "Người trưởng", "post": HEAD, "unit": world.unit.unit}
        authority.set_person(admin, people["truong"], **named)
        authority.give_grant(admin, people["truong"], Role.COMMANDER, "2026-01-01")
        authority.set_person(admin, people["chi"], post=DEPUTY)
        world.push(world.admin)
        for machine in (world.clerk, world.commander):
            world.pull(machine)
        self.head = _as(self.clerk, people["truong"])

    def to_sign(self, *block: str) -> str:
        """A letter with these lines above the signature, submitted."""
        text = msgspec.structs.replace(LETTER, signer=Signer(authority=block, name="Người chi"))
        rendered = render(text, template.load(), reference.forms())
        pdf = NewFile("cong-van.pdf", "application/pdf", setting.ready(rendered), rendered.pages)
        document = outgoing.draft(self.officer, ENTRY, drafts.encode(text), pdf).entity
        blob, content = self.main(self.officer, document)
        intent = setting.initials("KyNhay1", "Người si")
        mark = setting.set_signature(content, intent, self.hand("can-bo"))
        outgoing.initial(self.officer, document, blob, mark)
        outgoing.submit(self.officer, document)
        self.carry()
        return document

    def delegate(self, **changes: object) -> str:
        today = self.head.today()
        given = Giving("deputy", self.world.people["chi"], today, today, for_whom=HEAD)
        made = delegating.give(self.head, replace(given, **changes)).entity  # type: ignore[arg-type]
        self.carry()
        return made

    def shown(self, store: Store, document: str) -> Shown:
        return Shown(document, *self.main(store, document))


@pytest.fixture
def staff(tmp_path: Path) -> Iterator[Staff]:
    made = Staff(tmp_path)
    yield made
    made.world.close()


def test_a_deputy_signs_for_the_head_on_the_days_of_his_delegation(staff: Staff) -> None:
    deputy, document = staff.commander, staff.to_sign(*KT)
    with pytest.raises(OutsideDelegation):
        acts.ground(deputy, document)
    assert Flaw.OUTSIDE_DELEGATION in examine(deputy, document).flaws
    assert flaw_words(examine(deputy, document), Flaw.OUTSIDE_DELEGATION).startswith("Hôm nay")
    staff.delegate()
    found = examine(deputy, document)
    assert not found.flaws
    until = f"{deputy.today():%d/%m/%Y}"
    [(key, told)] = authority_rows([found])
    assert (key, told) == ("signing.pin.authority", f"{' / '.join(KT)}\nủy quyền đến hết {until}")
    assert authority_rows([found, found]) == ((key, told),)
    by_head = replace(found, ground=authority_of_head(staff))
    assert [row.splitlines() for _, row in authority_rows([found, by_head])] == [
        [" / ".join(KT), f"ủy quyền đến hết {until} · 1 văn bản"],
        ["SƯ ĐOÀN TRƯỞNG", "theo chức vụ · 1 văn bản"],
    ]
    acts.sign(deputy, staff.shown(deputy, document), staff.hand("chi-huy"))
    report = judge(staff.main(deputy, document)[1], staff.trust, START + 3_600_000)
    [entry] = [each for each in report.signatures if each.field == "KyChinh"]
    line = " / ".join(KT)
    assert (entry.stated_reason, entry.claimed_role) == (f"Ký ban hành – {line}", line)
    with deputy.engine.begin() as connection:
        state = states(connection, [("document", document)])["document", document]
    said = [value.get("authority") for _, value in state["lists"]["signatures"]]
    assert said == [None, line]
    for machine in (staff.world.clerk, staff.world.commander):
        assert set(staff.world.push(machine).standing.values()) <= {Verdict.OK, Verdict.DUPLICATE}


def authority_of_head(staff: Staff) -> Authority:
    [own] = delegations.authorities(staff.head, staff.world.people["truong"], staff.head.today())
    return own


def test_the_day_after_nobody_signs_for_the_head_any_more(staff: Staff) -> None:
    deputy, document = staff.commander, staff.to_sign(*KT)
    staff.delegate()
    assert acts.ground(deputy, document).for_whom == HEAD
    staff.world.unit.watch.time += 24 * 3600 * 1000
    with pytest.raises(OutsideDelegation):
        acts.ground(deputy, document)
    found = examine(deputy, document)
    over = deputy.today() - timedelta(days=1)
    assert found.short == Short(Standing.OVER, over)
    assert flaw_words(found, found.flaws[0]) == f"Ủy quyền ký đã hết hạn ngày {over:%d/%m/%Y}"
    file = staff.shown(deputy, document)
    mark = setting.set_signature(
        file.pdf, setting.personal("Người chi", " / ".join(KT)), staff.hand("chi-huy")
    )
    for claimed in (" / ".join(KT), ""):
        with pytest.raises(OutsideDelegation):
            outgoing.sign(deputy, document, file.blob, replace(mark, authority=claimed))
    page = documents.page(deputy, document)
    assert page is not None
    assert page.row.state == "to_sign"


def test_the_page_says_no_other_authority_than_the_signers(staff: Staff) -> None:
    document = staff.to_sign("SƯ ĐOÀN TRƯỞNG")
    staff.delegate()
    with pytest.raises(SignerBlockWrong):
        acts.ground(staff.commander, document)
    assert Flaw.BLOCK_WRONG in examine(staff.commander, document).flaws
    with pytest.raises(SignerBlockWrong):
        acts.sign(staff.commander, staff.shown(staff.commander, document), staff.hand("chi-huy"))
    assert acts.ground(staff.head, document).post == HEAD


def test_only_types_in_its_scope_are_signed(staff: Staff) -> None:
    document = staff.to_sign(*KT)
    staff.delegate(scope=("giay-moi",))
    with pytest.raises(OutsideDelegation):
        acts.ground(staff.commander, document)
    found = examine(staff.commander, document)
    assert "không gồm loại văn bản này" in flaw_words(found, found.flaws[0])
    assert [row.name for row in delegations.signers(staff.officer, "cong-van")] == ["Người trưởng"]
    held = delegations.signers(staff.officer, "giay-moi")
    assert [row.name for row in held] == ["Người trưởng", "Người chi"]


def test_a_draft_offers_who_may_sign_and_prints_for_whom(staff: Staff) -> None:
    assert [one.name for one in office_of(staff.officer).signers] == ["Người trưởng"]
    staff.delegate()
    made = compose(Written(subject="x", signer="Người chi"), office_of(staff.officer))
    assert made.signer.authority == KT
    head = compose(Written(subject="x", signer="Người trưởng"), office_of(staff.officer))
    assert head.signer.authority == ("SƯ ĐOÀN TRƯỞNG",)
