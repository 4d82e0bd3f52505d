"""``antin self-test``: one document through every layer of this installation, then nothing is left.

A vault is made, a unit founded, a PDF registered under a number, a letter drawn, signed and judged.
What it proves of a frozen program: its libraries load, its data is found, its store encrypts, its
signatures verify. Exit code 0.
"""

from __future__ import annotations

import argparse
import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from core.errors import SelfTestFailed
from core.office.draft import Checker, CongVan, Paragraph, Signer
from core.signing.trust import read_trust
from core.signing.verify import Verdict, judge
from db.actions import files, incoming
from db.actions.files import NewFile
from db.actions.incoming import Incoming
from db.local import KeyFile
from db.queries import documents, office
from desktop import reference, trial_unit
from desktop.forms import template
from desktop.forms.document import render
from desktop.phrases import Language, phrase
from desktop.signing import setting
from desktop.signing.ring import KeyRing
from desktop.signing.setting import Hand
from desktop.trial_key import PIN, make_trial_keys
from desktop.trial_unit import CLOCK

if TYPE_CHECKING:
    from db.acting import Store

APP: Final = "self-test"
SIGNER: Final = "Người chạy thử"
CLERK: Final = "mau"
WORDS: Final = "câu thử của chương trình 2026"
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
        unit = trial_unit.make(Path(folder) / "desk", Path(folder), WORDS, (), (), APP)
        try:
            clerk = unit.as_person(unit.people[CLERK])
            unit.lease(10)
            unit.exchange()
            number = _register(clerk)
            verdict = _sign()
        finally:
            unit.close()
    print(phrase(options.language, "commands.self-test.done", n=number, verdict=verdict))
    return 0


def _register(desk: Store) -> int:
    """Register a letter drawn here; its number once the stored file reads back the same."""
    pdf = render(LETTER, template.load(), reference.forms()).pdf
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
    trial = make_trial_keys(now, [SIGNER])
    trust = read_trust([trial.root], [], [trial.crl])
    ring = KeyRing()
    hand = Hand(
        ring.open(KeyFile("trial", "", "person", SIGNER, trial.p12[SIGNER]), PIN),
        trust,
        CLOCK.now(),
    )
    pdf = setting.ready(render(LETTER, template.load(), reference.forms()))
    signed = setting.set_signature(pdf, setting.personal(LETTER.signer.name, ""), hand)
    ring.forget()
    report = judge(signed.content, trust, CLOCK.now())
    if report.verdict is not Verdict.VALID:
        raise SelfTestFailed(step=f"verify {report.reason}")
    return report.verdict.value
