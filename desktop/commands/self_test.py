"""``antin self-test``: one document through every layer of this installation, then nothing is left.

A vault is made, a unit founded, a PDF registered under a number, a letter drawn, signed and judged.
What it proves of a frozen program: its libraries load, its data is found, its store encrypts, its
signatures verify. Exit code 0.
"""

from __future__ import annotations

import argparse
import datetime
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import resources
from core.commits.ids import b64
from core.commits.signatures import Signed
from core.errors import SelfTestFailed
from core.office import roster
from core.office.draft import Checker, CongVan, Paragraph, Signer
from core.office.terms import Role
from core.signing.trust import read_trust
from core.signing.verify import Verdict, judge
from core.sync.container import FileKind, read_json
from core.sync.founding import ServerRequest
from db import commits, ledger, opening, serving
from db.actions import authority, files, incoming, ordering
from db.actions.files import NewFile
from db.actions.founding import Founding, first_commits, found
from db.actions.incoming import Incoming
from db.actions.ordering import LeaseWish
from db.engine import writes
from db.opening import Clock
from db.protectors import by_key_file, write_key_file
from db.queries import documents, office
from db.vault import Vault
from desktop import clock
from desktop.commands.trial_key import PIN, make_trial_key
from desktop.forms import template
from desktop.forms.cong_van import render
from desktop.phrases import Language, phrase
from desktop.signing import setting
from desktop.signing.ring import KeyRing
from desktop.signing.setting import Hand

if TYPE_CHECKING:
    from db.acting import Store

APP: Final = "self-test"
WORDS: Final = "câu thử của chương trình 2026"
CLOCK: Final = Clock(clock.now_ms, clock.random_bytes)
LETTER: Final = CongVan(
    parent=("Quân khu Mô phỏng",),
    issuer=("Sư đoàn Bộ binh 999",),
    symbol="SĐ999-TM",
    place="Thành phố Mô Phỏng",
    subject="Về việc chạy thử chương trình",
    addressees=("Phòng Tham mưu",),
    body=(Paragraph("Đây là văn bản chạy thử, không có giá trị."),),
    recipients=("Như trên",),
    file_copy=("VT",),
    signer=Signer(authority=("SƯ ĐOÀN TRƯỞNG",), rank="Đại tá", name="Lê Văn Giả Định"),
    checkers=(Checker(duty="content", name="Trần Văn Thí Dụ"),),
)


def arguments(_parser: argparse.ArgumentParser, _language: Language) -> None:
    """No options."""


def run(options: argparse.Namespace) -> int:
    """Do it all; raises SelfTestFailed or what any part raises."""
    with TemporaryDirectory() as folder:
        stores = _stores(Path(folder))
        try:
            number = _register(stores.desk)
            verdict = _sign()
        finally:
            for store in (stores.desk, stores.server):
                store.engine.dispose()
    print(phrase(options.language, "commands.self-test.done", n=number, verdict=verdict))
    return 0


@dataclass(frozen=True)
class _Stores:
    desk: Store
    server: Store


def _stores(folder: Path) -> _Stores:
    """A unit with a server and one desk, whose person is administrator and clerk."""
    key = folder / "server.key"
    write_key_file(key, CLOCK.random)
    vault = Vault(folder / "server", CLOCK.random).create("0" * 26, "server", by_key_file(key))
    keys = serving.prepare(vault, CLOCK)
    spki = b64(CLOCK.random(32))
    request = ServerRequest(label="server", sign=keys.sign, box=keys.box, spki=spki, at=CLOCK.now())
    unit = roster.load_roster(resources.text("demo/unit.json"))
    given = Founding(unit, request, "https://127.0.0.1:1", (), (), WORDS, WORDS)
    founded = found(Vault(folder / "desk", CLOCK.random), given, CLOCK)
    desk = opening.open_store(founded.vault, "passphrase", APP, CLOCK)
    first_commits(desk, unit)
    day = desk.today().isoformat()
    authority.give_grant(desk, desk.author.person, Role.CLERK, day)
    serving.provision(vault, read_json(FileKind.PROVISION, Signed, founded.provision), spki)
    served = serving.open_served(vault, None, APP, CLOCK)
    _exchange(desk, served)
    book = office.books(desk, "incoming")[0].id
    wish = LeaseWish(desk.author.device, desk.author.inc, 10, day, f"{day[:4]}-12-31")
    ordering.give_lease(served.store, served.registrar, book, wish)
    _exchange(desk, served)
    return _Stores(desk, served.store)


def _exchange(desk: Store, served: serving.Served) -> None:
    """What the desk has goes to the server, and its order comes back."""
    streams = [stream.id for stream in desk.realm.provision.streams]
    with desk.engine.begin() as connection:
        sent = [one for stream in streams for one in commits.unsent(connection, stream, 1000)]
    ordering.admit(served.store, served.registrar, sent)
    with served.store.engine.begin() as connection:
        tips = commits.frontier(connection)
        runs = [commits.run(connection, chain, 1, seq) for chain, seq in tips.items()]
        gathered = [one for run in runs for one in run]
        ordered = commits.receipts(connection, [one.id for one in gathered])
    with writes(desk.engine).begin() as connection:
        ledger.take(connection, desk.realm, gathered, ordered)


def _register(desk: Store) -> int:
    """Register a letter drawn here; its number once the stored file reads back the same."""
    pdf = render(LETTER, template.load()).pdf
    day = desk.today().isoformat()
    entry = Incoming("217/TM-TH", "Phòng Tham mưu", LETTER.subject, "cong-van", day, day)
    book = office.books(desk, "incoming")[0].id
    done = incoming.register(desk, entry, NewFile("thu.pdf", "application/pdf", pdf, 1), book)
    page = documents.page(desk, done.entity)
    if page is None or done.number is None or files.content(desk, page.files[0].blob) != pdf:
        raise SelfTestFailed(step="register")
    return done.number


def _sign() -> str:
    """Sign a letter with a key of this run and judge it by its own certificates."""
    now = datetime.datetime.fromtimestamp(CLOCK.now() / 1000, datetime.UTC)
    trial = make_trial_key(now)
    trust = read_trust([trial.root], [], [trial.crl])
    ring = KeyRing()
    hand = Hand(ring.open("trial", trial.p12, PIN), trust, CLOCK.now())
    pdf = setting.ready(render(LETTER, template.load()))
    signed = setting.set_signature(pdf, setting.personal(LETTER.signer.name, ""), hand)
    ring.forget()
    report = judge(signed.content, trust, CLOCK.now())
    if report.verdict is not Verdict.VALID:
        raise SelfTestFailed(step=f"verify {report.reason}")
    return report.verdict.value
