"""Signed documents are completed by the machine that signed, and everybody shows the same file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from core.errors import BlobDamaged, EvidenceUnreachable
from core.signing.report import Verdict
from core.signing.services import Service
from core.signing.verify import judge
from db.acting import Store
from db.actions import completing as kept
from db.actions import files, outgoing, syncing
from db.facts import states
from db.queries import completing, documents, office
from db.queries.completing import Completion
from desktop.signing import setting
from desktop.signing.completing import run
from tests.db.unit_of_three import START
from tests.desktop.signing.test_outgoing_life import Day
from tests.pki.responder import Responder

SOON = START + 60_000


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    made = Day(tmp_path_factory.mktemp("unit"))
    yield made
    made.world.close()


def sealed(day: Day) -> str:
    """One more document with all its signatures."""
    document = day.signed()
    blob, pdf = day.main(day.clerk, document)
    hand = day.hand("van-thu")
    outgoing.number(
        day.clerk, document, day.book, blob,
        lambda number, _symbol, when: setting.number_and_date(pdf, number, when, hand),
    )  # fmt: skip
    blob, pdf = day.main(day.clerk, document)
    mark = setting.set_signature(pdf, setting.seal("SƯ ĐOÀN 999", "GIẢ LẬP"), day.hand("con-dau"))
    outgoing.seal(day.clerk, document, blob, mark)
    return document


def entry(store: Store, document: str) -> Completion:
    [one] = [each for each in completing.listed(store, 99) if each.document == document]
    return one


def stages(day: Day) -> dict[str, str]:
    return {one.document: one.note.stage for one in completing.listed(day.clerk, 99)}


def test_a_document_is_completed_once_and_the_others_get_it(day: Day) -> None:
    syncing.meet(day.clerk, START - 500)
    syncing.meet(day.clerk, START - 900)  # an older word of the server's clock changes nothing
    document = sealed(day)
    with day.clerk.engine.begin() as connection:
        state = states(connection, [("document", document)])["document", document]
    assert state["lists"]["signatures"][-1][1]["server_time"] == START - 500
    assert stages(day)[document] == "b"
    before = day.main(day.clerk, document)[1]
    responder = Responder(SOON)
    changed = run(day.clerk, responder.ask, day.trust)
    assert ("document", document) in changed
    after = day.main(day.clerk, document)[1]
    assert after.startswith(before)
    report = judge(after, day.trust, SOON + 3_600_000)
    assert report.verdict is Verdict.VALID
    assert {each.level for each in report.signatures if each.level} == {"LTA"}
    assert document not in stages(day)
    assert run(day.clerk, responder.ask, day.trust) == frozenset()
    day.carry()
    assert day.main(day.commander, document)[1] == after
    page = documents.page(day.commander, document)
    assert page is not None
    assert page.row.conflicts == 0
    for machine in (day.world.clerk, day.world.commander):
        assert not day.world.push(machine).refused
        day.world.pull(machine)
    hashes = [day.world.hashes(each) for each in (day.world.clerk, day.world.commander)]
    assert hashes[0] == hashes[1]


def later(store: Store, days: int) -> Store:
    """The same store some days later."""
    return replace(store, now=lambda: START + days * 86_400_000)


def test_another_machine_leaves_it_alone_for_three_working_days(day: Day) -> None:
    document = sealed(day)
    day.carry()
    there = entry(day.commander, document)
    assert (there.mine, there.label) == (False, "Máy văn thư")
    for days, found in ((2, set()), (7, {"late"})):
        store = later(day.commander, days)
        assert document not in {one.document for one in completing.due(store, 9)}
        reasons = {
            each.reason for each in completing.orphans(store, 99) if each.one.document == document
        }
        assert reasons == found


def test_two_that_completed_it_unknown_to_each_other_show_the_same_file(day: Day) -> None:
    document = sealed(day)
    day.carry()
    kept.take_over(day.commander, entry(day.commander, document))
    for store, at in ((day.clerk, SOON), (day.commander, SOON + 1_000)):
        one = entry(store, document)
        pdf = files.content(store, one.blob)
        from core.signing.upgrade import upgrade

        done = upgrade(pdf, day.trust, Responder(at).ask, at)
        kept.grown(store, one, done.data, done.stage, done.next_ms)
    assert day.main(day.clerk, document)[0] != day.main(day.commander, document)[0]
    day.carry()
    day.carry()
    assert day.main(day.clerk, document) == day.main(day.commander, document)
    page = documents.page(day.clerk, document)
    assert page is not None
    assert page.row.conflicts == 0


def test_another_signed_file_in_its_place_is_not_shown(day: Day) -> None:
    """Every signature of it is good, but it is not what was signed here."""
    other, document = sealed(day), sealed(day)
    day.carry()
    kept.take_over(day.commander, entry(day.commander, document))
    one = entry(day.commander, document)
    foreign = day.main(day.clerk, other)[1] + b"\n"
    kept.grown(day.commander, one, foreign, "lta", None)
    day.carry()
    for store in (day.clerk, day.commander):
        page = documents.page(store, document)
        assert page is not None
        blob = next(file.blob for file in page.files if file.slot == files.MAIN)
        with pytest.raises(BlobDamaged):
            files.content(store, blob)


def test_no_way_out_means_a_pause_for_all(day: Day) -> None:
    document = sealed(day)
    responder = Responder(SOON, down={Service.TIMESTAMP})
    assert run(day.clerk, responder.ask, day.trust) == frozenset()
    assert completing.due(day.clerk, 9) == []
    assert stages(day)[document] == "b"
    kept.went_on(day.clerk)
    assert document in {one.document for one in completing.due(day.clerk, 9)}
    assert [kept.pause(tries) for tries in (1, 2, 50)] == [300_000, 600_000, 21_600_000]


def test_an_incident_waits_for_a_person(day: Day) -> None:
    document = sealed(day)
    kept.went_on(day.clerk)

    def unreachable(_query: object) -> bytes:
        raise EvidenceUnreachable(service="timestamp")

    from core.signing.trust import Trust

    run(day.clerk, unreachable, Trust())
    [one, *_] = completing.listed(day.clerk, 9)
    assert one.note.incident == "Untrusted"
    assert office.sync(day.clerk).incidents > 0
    assert document not in {each.document for each in completing.due(day.clerk, 9)}
