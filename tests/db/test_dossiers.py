"""A dossier's life on a real store: every act at every stage by every role, and each refusal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.errors import (
    AlreadyInDossier,
    AntinError,
    DossierClosed,
    DossierIncomplete,
    LastDossier,
    NotAllowed,
    NotFound,
    ReasonMissing,
    WrongStage,
)
from core.office.access import ACCESS
from core.office.completeness import Lack
from core.office.dossiers import STAGES, Stage
from core.office.terms import Act, Role, State
from db import facts, models
from db.acting import Store
from db.actions import authority, dossiers, incoming, plans
from db.actions.plans import Entry
from db.queries import documents
from db.queries import dossiers as lists
from tests.db.test_ledger import ENTRY, FILE, World

PEOPLE = {
    "truong": Role.HEAD_OF_SECTION,
    "luu": Role.ARCHIVIST,
    "tra": Role.AUDITOR,
    "quan": Role.ADMINISTRATOR,
}
ROLES = {"van": Role.CLERK, "chi": Role.COMMANDER, "si": Role.OFFICER, **PEOPLE}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = unit(tmp_path_factory.mktemp("unit"))
    yield made
    made.close()


def unit(folder: Path) -> World:
    """A unit with a person of every role."""
    made = World(folder)
    for name, role in PEOPLE.items():
        made.people[name] = person = made.unit.new_id()
        authority.set_person(made.admin.store, person, name=name, unit=made.unit.unit)
        authority.give_grant(made.admin.store, person, role, "2026-01-01")
    made.push(made.admin)
    made.lease(made.clerk, 10, 400)
    made.pull(made.clerk)
    return made


def by(world: World, who: str, at: Store | None = None) -> Store:
    """A person at a machine, the clerk's without another."""
    store = at or world.clerk.store
    return replace(store, author=replace(store.author, person=world.people[who]))


def done_document(world: World, code: str = "217/TM-TH", dated: str = "2026-11-16") -> str:
    """An incoming document of which the commander took note."""
    clerk = by(world, "van")
    entry = replace(ENTRY, code=code, document_date=dated)
    document = incoming.register(clerk, entry, FILE, world.book).entity
    incoming.submit(clerk, document)
    incoming.take_note(by(world, "chi"), document, "Đã biết")
    return document


def stage_of(world: World, dossier: str) -> Stage:
    with world.clerk.store.engine.begin() as connection:
        state = facts.states(connection, [("dossier", dossier)])["dossier", dossier]
    return Stage(state["step"]["name"])


def row_of(world: World, dossier: str) -> sa.Row[tuple[object, ...]]:
    with world.clerk.store.engine.begin() as connection:
        table = models.Dossier.__table__
        return connection.execute(sa.select(table).where(table.c.id == dossier)).one()


def state_of(world: World, document: str) -> str:
    page = documents.page(by(world, "van"), document)
    assert page is not None
    return page.row.state


def at_stage(world: World, stage: Stage, document: str) -> str:
    """A dossier with one document, brought to a stage by those who may."""
    clerk = by(world, "van")
    dossier = dossiers.open_dossier(clerk, "01.TM", "Diễn tập", "01").entity
    dossiers.put(clerk, dossier, document)
    if stage is not Stage.OPEN:
        dossiers.close(clerk, dossier)
    if stage in (Stage.HANDED_OVER, Stage.ARCHIVED):
        dossiers.hand_over(clerk, [dossier])
    if stage is Stage.ARCHIVED:
        dossiers.accept(by(world, "luu"), [dossier])
    assert stage_of(world, dossier) is stage
    return dossier


DO: dict[Act, Callable[[Store, str], object]] = {
    Act.OPEN_DOSSIER: lambda s, d: dossiers.reopen(s, d, "bổ sung văn bản"),
    Act.CLOSE_DOSSIER: dossiers.close,
    Act.HAND_OVER_DOSSIER: lambda s, d: dossiers.hand_over(s, [d]),
    Act.ACCEPT_DOSSIER: lambda s, d: dossiers.accept(s, [d]),
    Act.REFUSE_DOSSIER: lambda s, d: dossiers.refuse(s, [d], "thiếu tệp"),
}


@pytest.fixture(scope="module")
def filed(world: World) -> str:
    return done_document(world)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("act", DO)
def test_every_act_at_every_stage_by_every_role(
    world: World, filed: str, stage: Stage, act: Act
) -> None:
    dossier = at_stage(world, stage, filed)
    for who, role in ROLES.items():
        refusal = refused(partial(DO[act], by(world, who), dossier))
        if (after := STAGES.get((stage, act))) and (role in ACCESS[act]):
            # an officer sees a dossier only where it concerns him: here it does not
            assert refusal is (NotFound if role is Role.OFFICER else None), who
            assert stage_of(world, dossier) is (stage if refusal else after)
            dossier = at_stage(world, stage, filed)
        else:
            expected = {NotAllowed} if role not in ACCESS[act] else {WrongStage, NotFound}
            assert refusal in expected, who
            assert stage_of(world, dossier) is stage


def test_an_officer_walks_his_own_dossier_to_the_archive(world: World) -> None:
    officer, document = by(world, "si"), done_document(world)
    dossier = dossiers.open_dossier(officer, "05.TM", "Của trợ lý", "01").entity
    dossiers.put(by(world, "van"), dossier, document)
    for act in (Act.CLOSE_DOSSIER, Act.OPEN_DOSSIER, Act.CLOSE_DOSSIER, Act.HAND_OVER_DOSSIER):
        DO[act](officer, dossier)
    assert stage_of(world, dossier) is Stage.HANDED_OVER


def refused(act: Callable[[], object]) -> type[AntinError] | None:
    """The class of the refusal, None where it was done."""
    try:
        act()
    except AntinError as error:
        return type(error)
    return None


def test_the_table_of_acts_is_whole() -> None:
    assert set(DO) == {act for _, act in STAGES}


# -- collecting --------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", [one for one in Stage if one is not Stage.OPEN])
def test_a_closed_dossier_takes_nothing_gives_nothing_and_keeps_its_name(
    world: World, filed: str, stage: Stage
) -> None:
    clerk, dossier = by(world, "van"), at_stage(world, stage, filed)
    other = incoming.register(clerk, ENTRY, FILE, world.book).entity
    for act in (
        lambda: dossiers.put(clerk, dossier, other),
        lambda: dossiers.take(clerk, dossier, filed),
        lambda: dossiers.change(clerk, dossier, "02", "Khác", "02"),
    ):
        assert refused(act) is DossierClosed
    assert row_of(world, dossier).documents == 1
    assert row_of(world, dossier).title == "Diễn tập"


def test_one_document_lies_in_many_dossiers_once_in_each(world: World) -> None:
    clerk, document = by(world, "van"), done_document(world)
    one, two = (dossiers.open_dossier(clerk, code, "x", "01").entity for code in ("01", "02"))
    dossiers.put(clerk, one, document)
    dossiers.put_all(clerk, two, [document, document])
    assert (row_of(world, one).documents, row_of(world, two).documents) == (1, 1)
    with pytest.raises(AlreadyInDossier):
        dossiers.put(clerk, one, document)
    with clerk.engine.begin() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(models.Blob)).scalar() == 1


def test_many_are_put_in_at_once_and_only_what_has_ended_is_filed(world: World) -> None:
    clerk, ended = by(world, "van"), done_document(world)
    begun = incoming.register(clerk, ENTRY, FILE, world.book).entity
    dossier = dossiers.open_dossier(clerk, "01", "x", "01").entity
    dossiers.put_all(clerk, dossier, [ended, begun])
    assert (state_of(world, ended), state_of(world, begun)) == (State.FILED, State.REGISTERED)


def test_a_filed_document_stays_in_one_dossier_at_least(world: World) -> None:
    clerk, document = by(world, "van"), done_document(world)
    one, two = (dossiers.open_dossier(clerk, code, "x", "01").entity for code in ("01", "02"))
    dossiers.put(clerk, one, document)
    with pytest.raises(LastDossier):
        dossiers.take(clerk, one, document)
    dossiers.put(clerk, two, document)
    dossiers.take(clerk, one, document)
    assert (row_of(world, one).documents, row_of(world, two).documents) == (0, 1)


@pytest.mark.parametrize("who", ["chi", "luu", "tra", "quan"])
def test_who_may_not_file_puts_nothing_in(world: World, filed: str, who: str) -> None:
    dossier = dossiers.open_dossier(by(world, "van"), "01", "x", "01").entity
    with pytest.raises(NotAllowed):
        dossiers.put(by(world, who), dossier, filed)


# -- closing, handing over ---------------------------------------------------------------------


def test_closing_computes_the_days_rechecks_the_title_and_files_what_ended_since(
    world: World,
) -> None:
    clerk, dossier = by(world, "van"), dossiers.open_dossier(by(world, "van"), "01", "x", "06")
    late = incoming.register(clerk, replace(ENTRY, document_date="2026-03-02"), FILE, world.book)
    dossiers.put(clerk, dossier.entity, late.entity)
    incoming.submit(clerk, late.entity)
    incoming.take_note(by(world, "chi"), late.entity, "Đã biết")
    dossiers.put(clerk, dossier.entity, done_document(world, dated="2026-10-05"))
    assert state_of(world, late.entity) == State.DONE
    dossiers.close(clerk, dossier.entity, "Diễn tập năm 2026", "01")
    row = row_of(world, dossier.entity)
    assert (row.start, row.until) == ("2026-03-02", "2026-10-05")
    assert (row.title, row.retention, row.state) == ("Diễn tập năm 2026", "01", "closed")
    assert state_of(world, late.entity) == State.FILED


@pytest.mark.parametrize(
    ("code", "title", "retention", "lack"),
    [("", "x", "01", "code"), ("01", "", "01", "title"), ("01", "x", "", "retention")],
)
def test_what_a_dossier_lacks_keeps_it_open(
    world: World, filed: str, code: str, title: str, retention: str, lack: str
) -> None:
    clerk = by(world, "van")
    dossier = dossiers.open_dossier(clerk, code, title, retention).entity
    dossiers.put(clerk, dossier, filed)
    with pytest.raises(DossierIncomplete) as error:
        dossiers.close(clerk, dossier)
    assert error.value.facts == {"n": 1, "lack": lack}


def test_work_that_goes_on_keeps_a_dossier_open(world: World) -> None:
    clerk = by(world, "van")
    dossier = dossiers.open_dossier(clerk, "01", "x", "01").entity
    assert refused(lambda: dossiers.close(clerk, dossier)) is DossierIncomplete
    dossiers.put(clerk, dossier, incoming.register(clerk, ENTRY, FILE, world.book).entity)
    assert refused(lambda: dossiers.close(clerk, dossier)) is DossierIncomplete
    assert stage_of(world, dossier) is Stage.OPEN


def test_what_the_sheet_gives_at_closing_counts(world: World, filed: str) -> None:
    clerk = by(world, "van")
    dossier = dossiers.open_dossier(clerk, "01", "", "").entity
    dossiers.put(clerk, dossier, filed)
    dossiers.close(clerk, dossier, "Diễn tập", "01")
    assert stage_of(world, dossier) is Stage.CLOSED


@pytest.mark.parametrize("reason", ["", "  "])
def test_steps_back_say_why(world: World, filed: str, reason: str) -> None:
    closed = at_stage(world, Stage.CLOSED, filed)
    handed = at_stage(world, Stage.HANDED_OVER, filed)
    with pytest.raises(ReasonMissing):
        dossiers.reopen(by(world, "van"), closed, reason)
    with pytest.raises(ReasonMissing):
        dossiers.refuse(by(world, "luu"), [handed], reason)


def test_many_are_handed_over_in_one_act_or_none(world: World, filed: str) -> None:
    clerk = by(world, "van")
    closed = [at_stage(world, Stage.CLOSED, filed) for _ in range(3)]
    still_open = at_stage(world, Stage.OPEN, filed)
    with pytest.raises(WrongStage):
        dossiers.hand_over(clerk, [*closed, still_open])
    assert {stage_of(world, one) for one in closed} == {Stage.CLOSED}
    commits = sa.select(sa.func.count()).select_from(models.Commit)
    with clerk.engine.begin() as connection:
        before = connection.execute(commits).scalar_one()
    dossiers.hand_over(clerk, closed)
    with clerk.engine.begin() as connection:
        assert connection.execute(commits).scalar_one() == before + 1
    assert {stage_of(world, one) for one in closed} == {Stage.HANDED_OVER}
    dossiers.accept(by(world, "luu"), closed)
    assert {stage_of(world, one) for one in closed} == {Stage.ARCHIVED}


def test_every_act_is_accepted_where_it_arrives(tmp_path: Path) -> None:
    """A life from the year's list to the archive, on the machine that orders: nothing in review."""
    world = World(tmp_path)
    clerk = world.clerk.store
    plans.keep(clerk, 2026, [Entry("01.TM", "Diễn tập", "01", 1, "I. Tham mưu")])
    document = incoming.register(clerk, ENTRY, FILE, world.book).entity
    incoming.submit(clerk, document)
    world.push(world.clerk)
    world.pull(world.commander)
    incoming.take_note(world.commander.store, document, "Đã biết")
    world.push(world.commander)
    world.pull(world.clerk)
    dossier = dossiers.open_dossier(clerk, "01.TM", "Diễn tập", "01").entity
    dossiers.put(clerk, dossier, document)
    dossiers.close(clerk, dossier)
    dossiers.reopen(clerk, dossier, "bổ sung")
    dossiers.close(clerk, dossier)
    dossiers.hand_over(clerk, [dossier])
    world.push(world.clerk)
    world.pull(world.commander)
    for machine in (world.clerk, world.commander, world.server):
        with machine.store.engine.begin() as connection:
            said = sa.select(models.Commit.standing).distinct()
            assert set(connection.execute(said).scalars()) <= {"ok", "tentative"}
            stage = sa.select(models.Dossier.state).where(models.Dossier.id == dossier)
            assert connection.execute(stage).scalar_one() == Stage.HANDED_OVER
    world.close()


# -- two machines ------------------------------------------------------------------------------


def test_what_comes_after_the_closing_from_elsewhere_is_kept_and_told(tmp_path: Path) -> None:
    """The commander's machine had not seen the closing: nothing is lost, and it is said."""
    world = World(tmp_path)
    clerk = world.clerk.store
    document, other = done_document(world), done_document(world, "218/TM-TH")
    dossier = dossiers.open_dossier(clerk, "01.TM", "Diễn tập", "01").entity
    dossiers.put(clerk, dossier, document)
    world.push(world.clerk)
    world.pull(world.commander)
    elsewhere = by(world, "van", world.commander.store)
    dossiers.put(elsewhere, dossier, other)
    dossiers.close(clerk, dossier)
    assert lacks(clerk, dossier) == []
    world.push(world.commander)
    world.pull(world.clerk)
    assert row_of(world, dossier).documents == 2
    assert lacks(clerk, dossier) == [Lack.CHANGED]
    dossiers.reopen(clerk, dossier, "máy khác đã thêm văn bản")
    dossiers.close(clerk, dossier)
    assert lacks(clerk, dossier) == []
    world.close()


def lacks(store: Store, dossier: str) -> list[Lack]:
    page = lists.page(store, dossier)
    assert page is not None
    return [problem.lack for problem in page.problems]
