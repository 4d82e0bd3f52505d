"""What people do at a desktop, key by key: enrol, unlock, lock, exchange, carry bundles.

Each function begins and ends with the program at rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.e2e.desk import Desk


EVERYBODYS: Final = (
    "home", "incoming", "outgoing", "drafts", "dossiers", "books", "deadlines", "sync", "people",
)  # fmt: skip
CLERKS: Final = (*EVERYBODYS[:-2], "reports", *EVERYBODYS[-2:])
SIGNERS: Final = ("home", "signing", *CLERKS[1:])


@dataclass(frozen=True)
class Someone:
    """A person of the play: id in the roster, name, passphrase, screens in the order of Alt+n."""

    id: str
    name: str
    words: str
    screens: tuple[str, ...] = EVERYBODYS


def ask_to_enrol(desk: Desk, provision: Path, machine: str, who: Someone, code: str) -> None:
    """The first run of a machine, up to the wait for the administrator."""
    desk.type(str(provision))
    desk.press("Enter")
    desk.settle()
    desk.press("Enter")  # the fingerprint is the one on paper
    desk.settle()
    desk.press("Shift+Tab")
    desk.write(machine)
    desk.press("Enter")
    desk.write(who.name)
    desk.press("Enter")
    desk.type(code)
    desk.press("Enter")
    desk.settle()
    for _ in range(2):
        desk.type(who.words)
        desk.press("Enter")
    desk.settle()
    desk.screens = who.screens


def send_request(desk: Desk) -> None:
    """Ask the server; the answer comes by itself once the administrator gave it."""
    desk.do("space", hear="announce Đang chờ .*")


def unlock(desk: Desk, who: Someone) -> None:
    """The passphrase of the person whom the lock screen shows."""
    desk.type(who.words)
    desk.do("Enter", hear="unlocked")
    desk.screens = who.screens


def lock(desk: Desk) -> None:
    """Cover everything."""
    desk.do("Ctrl+l", hear="locked")


def sync(desk: Desk) -> None:
    """One round with the server, by wish."""
    desk.go("sync")
    desk.do("F5", hear="announce Đã đồng bộ.*")


SCANS: Final = (
    ("Tiểu đoàn 2", "09/BC-D2", "0311", "Báo cáo", "Kết quả kiểm tra kho quân nhu tháng 10"),
    ("Tiểu đoàn 3", "12/BC-D3", "0511", "Báo cáo", "Kết quả huấn luyện đợt 4, kèm ảnh hiện trường"),
)
"""What a person reads from files that are pictures: issuer, code, date, type, subject."""


def register_files(desk: Desk, files: Sequence[Path]) -> list[int]:
    """Import files and register one after the other; fields of scans are typed. The numbers."""
    desk.press("Ctrl+i")
    desk.settle()
    desk.write("; ".join(map(str, files)))
    desk.press("Enter")
    desk.rest()
    numbers = [save(desk) for _ in range(len(files) - len(SCANS))]
    for issuer, code, day, kind, subject in SCANS:
        for text in (issuer, code, day, kind):
            desk.type(text)
            desk.press("Tab")
        desk.press("Tab")
        desk.type(subject)
        numbers.append(save(desk))
    return numbers


def save(desk: Desk) -> int:
    """Register what stands in the form; the arrival number."""
    said = desk.do("Ctrl+Enter", hear=r"announce Đã lưu, số đến (\d+)")
    desk.rest()
    return int(said.group(1))


def change_person(desk: Desk, place: int, who: Someone) -> None:
    """Lock, choose another person by place on the list, unlock."""
    lock(desk)
    come_in(desk, place, who)


def come_in(desk: Desk, place: int, who: Someone) -> None:
    """From another person's lock screen to one's own, and in."""
    desk.press("Tab", "Tab", "Tab", "space")  # the button, what was forgotten, another person
    desk.settle()
    desk.press(*["Tab"] * place, "space")
    desk.settle()
    unlock(desk, who)


def add_person(desk: Desk, who: Someone) -> None:
    """One more person for this machine, who types the passphrase."""
    desk.go("people")
    desk.press("Ctrl+n")
    desk.settle()
    desk.type(who.name)
    desk.press("Enter")
    desk.settle()
    for _ in range(2):
        desk.press("Tab")
        desk.type(who.words)
    desk.do("Ctrl+Enter", hear=rf"announce Đã thêm {who.name} .*")


def import_key(desk: Desk, file: Path, pin: str, *, agency: bool = False) -> None:
    """A signing key from its file into the store of this machine."""
    desk.go("people")
    desk.press("Ctrl+i")
    desk.settle()
    desk.type(str(file))
    desk.press("Tab", "Tab")
    desk.type(pin)
    if agency:
        desk.press("Tab", "Right")
    desk.do("Ctrl+Enter", hear="announce Đã lưu khóa ký .*")


def carry_out(desk: Desk, file: Path, others: int = 1) -> None:
    """Write a bundle for the first of the ``others``: people's machines beside this one.

    Behind them stand the administrator's machine, the server and the box for the whole unit, and
    last the place of the file.
    """
    desk.go("sync")
    desk.press("Ctrl+e")
    desk.settle()
    desk.press("space", *["Tab"] * (others + 3))
    desk.write(str(file))
    desk.do("Enter", hear=r"announce Đã chép \d+ thay đổi và \d+ tệp .*")


def carry_in(desk: Desk, file: Path) -> tuple[int, int]:
    """Take a bundle in; how many acts and files were new."""
    desk.go("sync")
    desk.press("Ctrl+i")
    desk.settle()
    desk.write(str(file))
    said = desk.do("Enter", hear=r"announce Đã nhập (\d+) thay đổi và (\d+) tệp.*")
    return int(said.group(1)), int(said.group(2))


def direct(desk: Desk, text: str, initials: str, due: str) -> None:
    """A directive on the document that is chosen, with one person in the lead and a deadline."""
    desk.press("F7")
    desk.settle()
    desk.type(text)
    desk.press("Tab")
    desk.type(initials)
    desk.press("Tab", "Tab", "Tab")
    desk.type(due)


def write_letter(desk: Desk, subject: str, body: str, signer: str) -> None:
    """Into the letter that is open: the subject anew, more text at the end, who signs."""
    desk.write(subject)
    desk.press("Tab", "Tab", "Ctrl+End")
    desk.type(body)
    desk.press("Tab", "Tab", "Tab")
    desk.type(signer)
    desk.press("Tab")
    desk.rest()


def sign(desk: Desk, chord: str, pin: str, said: str) -> None:
    """Ask to sign what is chosen, give the PIN, wait until it is done."""
    desk.press(chord)
    desk.rest()
    desk.type(pin)
    desk.do("Enter", hear=f"announce {said}")
    desk.rest()


def put_into_dossier(desk: Desk, dossier: str) -> None:
    """The document that is chosen into a dossier, named or new."""
    desk.press("Ctrl+h")
    desk.rest()
    desk.type(dossier)
    desk.do("Ctrl+Enter", hear="announce Đã đưa 1 văn bản vào hồ sơ")
    desk.rest()


def save_pdf(desk: Desk, file: Path) -> None:
    """The one readable copy, where a person wants it."""
    desk.press("Ctrl+s")
    desk.rest()
    desk.write(str(file))
    desk.do("Enter", hear="announce Đã lưu bản PDF.*")
