"""An outgoing document's life on real stores, from the draft to the dossier."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.commits.format import Session
from core.errors import NotAllowed, SameHands, SigningRefused, WrongState
from core.office import draft as drafts
from core.office.draft import Checker, CongVan, Paragraph, Signer
from core.office.terms import State
from core.signing.trust import read_trust
from core.signing.verify import Verdict, judge
from db.acting import Store
from db.actions import books, bundles, dossiers, files, outgoing
from db.actions.files import NewFile
from db.actions.outgoing import Outgoing
from db.facts import states
from db.queries import documents
from desktop import reference
from desktop.forms import template
from desktop.forms.document import render
from desktop.keys.key import SigningKey
from desktop.keys.pkcs12 import load_pkcs12_key
from desktop.signing import initials, setting
from desktop.signing.setting import Hand
from tests.db.letter_rig import issue
from tests.db.test_ledger import World
from tests.db.unit_of_three import START
from tests.pki import authority as pki

AT = datetime.fromtimestamp(START / 1000, UTC)
LETTER = CongVan(
    parent=("Quân khu Mô phỏng",),
    issuer=("Sư đoàn Bộ binh 999",),
    symbol="SĐ999-TM",
    place="Thành phố Mô Phỏng",
    subject="Về việc bảo đảm thông tin liên lạc",
    addressees=("Phòng Tham mưu",),
    body=(Paragraph("Sư đoàn trả lời như sau."),),
    recipients=("Như trên",),
    file_copy=("VT", "TM"),
    signer=Signer(authority=("SƯ ĐOÀN TRƯỞNG",), rank="Đại tá", name="Người chi"),
    checkers=(Checker(duty="content", name="Người si"),),
)
ENTRY = Outgoing(
    subject=LETTER.subject,
    type="cong-van",
    symbol="SĐ999-TM",
    recipients=("Phòng Tham mưu",),
    signer="",
)


class Day:
    """The people of the unit with keys, and the order in which they act."""

    def __init__(self, folder: Path, world: World | None = None) -> None:
        self.world = world or World(folder)
        self.paths = pki.write_pki(folder / "pki", at=AT)
        self.trust = read_trust(
            [self.paths["root"].read_bytes()],
            [self.paths["intermediate"].read_bytes()],
            [self.paths["root.crl"].read_bytes(), self.paths["intermediate.crl"].read_bytes()],
        )
        self.book = books.open_register(
            self.world.admin.store, "outgoing", "Sổ đi", "SĐ999", 2026
        ).entity
        self.world.push(self.world.admin)
        incoming, self.world.book = self.world.book, self.book
        self.world.lease(self.world.clerk)
        self.world.book = incoming
        self.world.pull(self.world.clerk)
        self.world.pull(self.world.commander)
        self.officer = _as(self.world.clerk.store, self.world.people["si"])
        self.clerk = self.world.clerk.store
        self.commander = self.world.commander.store

    def key(self, name: str) -> SigningKey:
        return load_pkcs12_key(self.paths[name].read_bytes(), pki.PIN)

    def hand(self, name: str) -> Hand:
        return Hand(self.key(name), self.trust, START + 10_000)

    def main(self, store: Store, document: str) -> tuple[str, bytes]:
        page = documents.page(store, document)
        assert page is not None
        [file] = [file for file in page.files if file.slot == "main"]
        return file.blob, files.content(store, file.blob)

    def drafted(self) -> str:
        rendered = render(LETTER, template.load(), reference.forms())
        pdf = NewFile("cong-van.pdf", "application/pdf", setting.ready(rendered), rendered.pages)
        return outgoing.draft(self.officer, ENTRY, drafts.encode(LETTER), pdf).entity

    def initialled(self) -> str:
        document = self.drafted()
        blob, pdf = self.main(self.officer, document)
        field = initials.box_for(initials.boxes(pdf, LETTER.checkers), "Người si")
        assert field == "KyNhay1"
        mark = setting.set_signature(pdf, setting.initials(field, "Người si"), self.hand("can-bo"))
        outgoing.initial(self.officer, document, blob, mark)
        outgoing.submit(self.officer, document)
        return document

    def carry(self) -> None:
        clerk, commander = self.world.clerk, self.world.commander
        for source, target in ((clerk, commander), (commander, clerk)):
            made = bundles.export(source.store, [target.mine.device])
            bundles.import_(target.store, made.pieces)

    def signed(self) -> str:
        document = self.initialled()
        self.carry()
        blob, pdf = self.main(self.commander, document)
        mark = setting.set_signature(pdf, setting.personal("Người chi", ""), self.hand("chi-huy"))
        outgoing.sign(self.commander, document, blob, mark)
        self.carry()
        return document

    def numbered(self) -> str:
        document = self.signed()
        blob, pdf = self.main(self.clerk, document)
        hand = self.hand("van-thu")
        done = outgoing.number(
            self.clerk, document, self.book, blob,
            lambda number, _symbol, day: setting.number_and_date(pdf, number, day, hand),
        )  # fmt: skip
        assert done.number == 1
        return document

    def sealed(self) -> str:
        document = self.numbered()
        blob, pdf = self.main(self.clerk, document)
        mark = setting.set_signature(
            pdf, setting.seal("SƯ ĐOÀN 999", "GIẢ LẬP"), self.hand("con-dau")
        )
        outgoing.seal(self.clerk, document, blob, mark)
        return document


def _as(store: Store, person: str) -> Store:
    author = store.author
    other = type(author)(
        author.device, author.inc, person, Session("passphrase", 0), "test", author.sign
    )
    return Store(
        store.engine, store.realm, other, store.blobs, store.outside, store.now, store.random
    )


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    made = Day(tmp_path)
    yield made
    made.world.close()


def test_five_signatures_are_valid_and_the_document_is_issued_and_filed(day: Day) -> None:
    document = day.sealed()
    issue(day.clerk, document)
    dossier = dossiers.open_dossier(day.clerk, "01.TM", "Thông tin liên lạc", "10").entity
    dossiers.put(day.clerk, dossier, document)
    _, pdf = day.main(day.clerk, document)
    report = judge(pdf, day.trust, START + 3_600_000)
    assert report.verdict is Verdict.VALID, report
    assert [each.field for each in report.signatures] == [
        "KyNhay1", "KyChinh", "SoVanBan", "NgayVanBan", "ConDau",
    ]  # fmt: skip
    assert {each.level for each in report.signatures} == {"B"}
    page = documents.page(day.clerk, document)
    assert page is not None
    assert page.row.state == State.FILED
    assert (page.row.number, page.row.symbol) == (1, "SĐ999-TM")
    assert [each.kind for each in page.signatures] == ["initial", "main", "number", "date", "seal"]


def test_everything_converges_after_the_server_has_ordered_it(day: Day) -> None:
    document = day.sealed()
    issue(day.clerk, document)
    for machine in (day.world.clerk, day.world.commander):
        assert not day.world.push(machine).refused
    for machine in (day.world.clerk, day.world.commander, day.world.admin):
        day.world.pull(machine)
    machines = (day.world.clerk, day.world.commander, day.world.admin, day.world.server)
    assert len({tuple(sorted(day.world.hashes(m).items())) for m in machines}) == 1
    with day.world.server.store.engine.begin() as connection:
        state = states(connection, [("document", document)])["document", document]
    assert "conflicts" not in state


def test_the_seal_comes_only_after_number_and_signature(day: Day) -> None:
    document = day.initialled()
    blob, pdf = day.main(day.clerk, document)
    mark = setting.set_signature(pdf, setting.seal("SƯ ĐOÀN 999", "GIẢ LẬP"), day.hand("con-dau"))
    with pytest.raises(WrongState):
        outgoing.seal(day.clerk, document, blob, mark)


def test_nothing_more_is_signed_under_the_seals_lock(day: Day) -> None:
    document = day.sealed()
    _, pdf = day.main(day.clerk, document)
    with pytest.raises(SigningRefused):
        setting.set_signature(pdf, setting.personal("Người chi", ""), day.hand("chi-huy"))


def test_who_drafted_does_not_sign_and_who_may_not_cannot(day: Day) -> None:
    document = day.initialled()
    blob, pdf = day.main(day.officer, document)
    mark = setting.set_signature(pdf, setting.personal("Người si", ""), day.hand("can-bo"))
    with pytest.raises((NotAllowed, SameHands)):
        outgoing.sign(day.officer, document, blob, mark)


def test_a_failed_signing_takes_no_number(day: Day) -> None:
    document = day.signed()
    blob, pdf = day.main(day.clerk, document)

    def fail(_number: int, _symbol: str, _day: object) -> list[outgoing.Signature]:
        raise SigningRefused(reason="test", field="SoVanBan")

    with pytest.raises(SigningRefused):
        outgoing.number(day.clerk, document, day.book, blob, fail)
    hand = day.hand("van-thu")
    done = outgoing.number(
        day.clerk, document, day.book, blob,
        lambda number, _symbol, when: setting.number_and_date(pdf, number, when, hand),
    )  # fmt: skip
    assert done.number == 1
