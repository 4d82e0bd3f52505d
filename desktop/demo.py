"""``antin demo``: the desktop on a fictional unit; with no screen, a whole day off-screen.

The unit is made in a folder: one machine for clerk, officer and commander, with keys, numbers and a
few documents. The day off-screen is the play of the end-to-end test and needs the source checkout.
"""

from __future__ import annotations

import argparse
import datetime
import os
import runpy
import shutil
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import resources
from core.errors import ScreenMissing
from core.office import roster
from core.office.people import Person
from db import local, opening
from db.actions import incoming
from db.actions.files import NewFile
from db.actions.incoming import Incoming
from db.engine import writes
from db.keys.protectors import by_passphrase
from db.local import KeyFile
from db.queries import office
from db.vault import Vault
from desktop import trial_unit
from desktop.trial_key import PIN, TrialKeys, make_trial_keys
from desktop.trial_unit import CLOCK, TrialUnit

WORDS: Final = "an tin gia lap cheo thuyen"
APP: Final = "demo"
PLAYERS: Final = ("mau", "thi-du", "gia-dinh")
"""Clerk, officer and commander, by their short words in resources/demo/unit.json."""
CLERK: Final = "mau"
AGENCY: Final = "Sư đoàn Bộ binh 999 (giả lập)"
YEAR: Final = datetime.timedelta(days=365)
LETTERS: Final = (
    ("libreoffice-cong-van.pdf", "217/BTM-TH", "Bộ Tham mưu Quân khu Mô phỏng", "cong-van",
     "Chuẩn bị diễn tập khu vực phòng thủ năm 2026"),
    ("cairo-thong-bao.pdf", "45/TB-TNVT", "Cục Thí Nghiệm Văn Thư (giả lập)", "thong-bao",
     "Thông báo lịch tập huấn công tác văn thư"),
    ("qt-giay-moi.pdf", "12/GM-SGL", "Sở Giả Lập Thành phố Mô Phỏng", "giay-moi",
     "Mời dự hội nghị giao ban quý IV năm 2026"),
)  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Make the unit if it is not there and open the window; with no screen, play the day."""
    parser = argparse.ArgumentParser(prog="antin demo")
    parser.add_argument("--out", type=Path, default=Path("build/demo"))
    chosen = parser.parse_args(arguments)
    if not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")):
        return _play(chosen.out)
    home = chosen.out / "desk"
    if not opening.folder_of(home).exists():
        make_unit(home)
    _tell(home)
    from desktop import app

    return app.main(["--home", str(home)])


def _play(out: Path) -> int:
    """The day of the end-to-end test; raises ScreenMissing without the checkout that holds it."""
    if find_spec("tests") is None or find_spec("tests.e2e.day") is None:
        raise ScreenMissing
    shutil.rmtree(out, ignore_errors=True)
    sys.argv = ["day", "--out", str(out)]
    runpy.run_module("tests.e2e.day", run_name="__main__", alter_sys=True)
    return 0


def make_unit(home: Path) -> None:
    """Found the unit on this machine, with its people, their keys, numbers and documents."""
    unit = roster.load_roster(resources.text("demo/unit.json"))
    people = [next(one for one in unit.people if one.id == name) for name in PLAYERS]
    now = datetime.datetime.fromtimestamp(CLOCK.now() / 1000, datetime.UTC)
    keys = make_trial_keys(now, [*(one.name for one in people), AGENCY], YEAR)
    trust, crls = [keys.root.decode()], [keys.crl.decode()]
    with TemporaryDirectory() as server:
        folder = opening.folder_of(home)
        made = trial_unit.make(folder, Path(server), WORDS, trust, crls, APP)
        try:
            made.lease(200)
            made.exchange()
            _settle_in(made, home, people, keys)
        finally:
            made.close()


def _settle_in(made: TrialUnit, home: Path, people: Sequence[Person], keys: TrialKeys) -> None:
    """Everybody may unlock this machine; the clerk has registered what came."""
    vault = Vault(opening.folder_of(home), CLOCK.random)
    for person in people:
        ident = made.people[person.id]
        vault.add_person(made.vault, ident, person.name, by_passphrase(WORDS, CLOCK.random))
        _keep(made, ident, person.name, "person", keys.p12[person.name])
    clerk = made.people[CLERK]
    _keep(made, clerk, AGENCY, "agency", keys.p12[AGENCY])
    desk = made.as_person(clerk)
    book = office.books(desk, "incoming")[0].id
    day = desk.today().isoformat()
    for file, code, issuer, kind, subject in LETTERS:
        content = resources.path(f"demo/{file}").read_bytes()
        entry = Incoming(code, issuer, subject, kind, day, day, pages=1)
        paper = NewFile(file, "application/pdf", content, 1)
        document = incoming.register(desk, entry, paper, book).entity
        incoming.submit(desk, document)


def _keep(made: TrialUnit, person: str, label: str, use: str, p12: bytes) -> None:
    with writes(made.desk.engine).begin() as connection:
        key = KeyFile(made.desk.new_id(), person, use, label, p12)
        local.put_key(connection, key, CLOCK.now())


def _tell(home: Path) -> None:
    print(f"Đơn vị giả lập / fictional unit: {home}")
    print(f"Cụm mật khẩu của mọi người / everybody's passphrase: {WORDS}")
    print(f"PIN của mọi khóa ký / PIN of every key: {PIN}")
