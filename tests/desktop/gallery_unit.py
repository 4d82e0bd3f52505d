"""The fictional unit of the gallery: three people's real stores with a week's documents in them."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from typing_extensions import override

from core.commits import merge
from core.office import draft as drafts
from core.office.draft import Checker, Clause, CongVan, Paragraph, Signer
from core.office.terms import Urgency
from db.acting import acting
from db.actions import authority, dossiers, files, incoming, outgoing, syncing
from db.actions.files import NewFile
from db.actions.incoming import Incoming, Task
from db.actions.outgoing import Outgoing
from db.facts import Realm
from db.keys.protectors import by_passphrase
from db.vault import Vault
from desktop import reference
from desktop.forms import template
from desktop.forms.document import render
from desktop.session import Session
from desktop.signing import key_files, setting
from desktop.signing.setting import Hand
from tests.db.letter_rig import issue
from tests.db.test_ledger import World
from tests.desktop.signing.test_outgoing_life import Day
from tests.pki import authority as pki

if TYPE_CHECKING:
    from db.acting import Store
    from tests.db.unit_of_three import Machine

NAMES: Final = {
    "van": ("Trần Thị Thử Nghiệm", "Đại úy QNCN", "Nhân viên văn thư"),
    "si": ("Lê Văn Mẫu", "Thiếu tá", "Trợ lý Tác huấn"),
    "chi": ("Nguyễn Văn Giả Lập", "Đại tá", "Sư đoàn trưởng"),
}
PAPERS: Final = Path("tests/data/incoming")
UNIT_FILE: Final = "cap-phat.antin"


@dataclass(frozen=True)
class Arrival:
    """An incoming document: what the clerk enters, and how far it has come.

    ``step`` is registered, submitted, directed, done or filed; ``paper`` a file of tests/data.
    """

    code: str
    issuer: str
    subject: str
    type: str
    dated: str
    arrived: str
    step: str = "registered"
    urgency: str = "normal"
    due: str | None = None
    paper: str = ""
    days: int | None = None


ARRIVALS: Final = (
    Arrival("08/BC-D2", "Trung đoàn 9992 (giả lập)",
            "Báo cáo kết quả tiếp nhận, quản lý trang thiết bị công nghệ thông tin", "bao-cao",
            "2026-11-03", "2026-11-16", "filed", paper="ghostscript-bao-cao.pdf", days=3),
    Arrival("41/TTr-HCKT", "Phòng Hậu cần - Kỹ thuật",
            "Tờ trình xin phê duyệt dự toán sửa chữa doanh trại khu vực 2", "to-trinh",
            "2026-11-12", "2026-11-16", "done", days=4),
    Arrival("31/TB-E9991", "Trung đoàn 9991 (giả lập)",
            "Thông báo lịch kiểm tra công tác văn thư, lưu trữ quý IV năm 2026", "thong-bao",
            "2026-11-12", "2026-11-17", "directed", paper="cairo-thong-bao.pdf", days=9),
    Arrival("118/KH-SGL", "Sở Giả Lập Thành phố Mô Phỏng",
            "Kế hoạch kiểm tra an toàn thông tin mạng các đơn vị trên địa bàn năm 2026", "ke-hoach",
            "2026-11-13", "2026-11-17", "directed", due="2026-11-18"),
    Arrival("92/HD-TNVT", "Cục Thí Nghiệm Văn Thư (giả lập)",
            "Hướng dẫn lập hồ sơ và giao nộp hồ sơ vào lưu trữ cơ quan năm 2027", "huong-dan",
            "2026-11-13", "2026-11-17", "directed", days=2, urgency="urgent"),
    Arrival("563/BC-TrĐ9992", "Trung đoàn 9992 (giả lập)",
            "Báo cáo tình hình quân số, tuyển quân năm 2027 của Trung đoàn 9992", "bao-cao",
            "2026-11-16", "2026-11-18", "directed", days=1),
    Arrival("77/UBND-NC", "Ủy ban nhân dân Thành phố Mô Phỏng",
            "V/v góp ý dự thảo Quy chế phối hợp bảo đảm an ninh khu vực đóng quân", "cong-van",
            "2026-11-16", "2026-11-18", "submitted", due="2026-11-27"),
    Arrival("29/KH-QKMP", "Quân khu Mô phỏng",
            "Kế hoạch huấn luyện cán bộ cơ quan quý I năm 2027", "ke-hoach",
            "2026-11-17", "2026-11-19", "submitted"),
    Arrival("1108/CĐ-QKMP", "Quân khu Mô phỏng",
            "Công điện về chủ động ứng phó mưa lũ, sạt lở đất tại khu vực đóng quân", "cong-dien",
            "2026-11-19", "2026-11-19", "submitted", urgency="express", due="2026-11-20"),
    Arrival("19/GM-CT", "Phòng Chính trị",
            "Giấy mời dự Hội nghị tổng kết công tác năm 2026", "giay-moi",
            "2026-11-18", "2026-11-19", "submitted", paper="qt-giay-moi.pdf", due="2026-12-04"),
    Arrival("217/BTM-TC", "Bộ Tham mưu",
            "V/v chuẩn bị diễn tập khu vực phòng thủ năm 2026", "cong-van",
            "2026-11-16", "2026-11-19", "submitted", paper="libreoffice-cong-van.pdf",
            urgency="urgent", due="2026-11-25"),
    Arrival("64/TTr-TrĐ9993", "Trung đoàn 9993 (giả lập)",
            "Tờ trình đề nghị bổ sung trang bị thông tin cho phân đội trực sẵn sàng", "to-trinh",
            "2026-11-18", "2026-11-20", "registered", urgency="very_urgent", due="2026-11-23"),
    Arrival("89/CT-QKMP", "Quân khu Mô phỏng",
            "Chỉ thị về tăng cường quản lý kỷ luật, bảo đảm an toàn giao thông dịp cuối năm",
            "chi-thi", "2026-11-18", "2026-11-20"),
    Arrival("45/TB-QKMP-TH", "Phòng Tác huấn Quân khu Mô phỏng",
            "Thông báo lịch trực sẵn sàng dịp Tết Dương lịch 2027", "thong-bao",
            "2026-11-19", "2026-11-20", "registered", paper="scan-bao-cao.pdf"),
)  # fmt: skip

LETTERS: Final = (
    ("cấp bổ sung thiết bị lưu điện cho các tiểu đoàn", "normal", "Trung đoàn 9992"),
    ("đính chính số liệu tại Báo cáo số 318/BC-HCKT ngày 16/10/2026", "normal", "Phòng Chính trị"),
    ("cử cán bộ tham gia lớp tập huấn văn thư, lưu trữ năm 2027", "normal", "Phòng Tham mưu"),
    ("hướng dẫn thực hiện chế độ trực sẵn sàng cuối năm", "normal", "Trung đoàn 9991"),
    ("tổ chức Hội nghị quân chính năm 2026", "normal", "Phòng Chính trị"),
    ("kiểm kê tài sản, trang thiết bị công nghệ thông tin", "normal", "Phòng Hậu cần - Kỹ thuật"),
    ("chuẩn bị diễn tập khu vực phòng thủ năm 2026", "urgent", "Bộ Tham mưu Quân khu Mô phỏng"),
    ("ứng phó mưa lũ, sạt lở đất tại khu vực đóng quân", "express", "Trung đoàn 9991"),
    ("bảo đảm an toàn giao thông dịp Tết Dương lịch 2027", "normal", "Trung đoàn 9993"),
    ("rà soát, bổ sung danh mục hồ sơ năm 2027", "very_urgent", "Ban Hành chính"),
    ("phối hợp kiểm tra an toàn thông tin mạng", "normal", "Sở Giả Lập Thành phố Mô Phỏng"),
    ("bảo đảm thông tin liên lạc cho hội nghị tổng kết năm 2026", "normal", "Phòng Tham mưu"),
)


def instant(day: int, hour: int, minute: int) -> int:
    """An instant of November 2026 in Vietnam, milliseconds UTC."""
    return calendar.timegm((2026, 11, day, hour - 7, minute, 0)) * 1000


NOW: Final = instant(20, 15, 41)


class _Week(Day):
    """Keys that sign at the time of the act."""

    @override
    def hand(self, name: str) -> Hand:
        """The key of a person or of the seal, now."""
        return Hand(self.key(name), self.trust, self.world.unit.watch.time)


class _Numbered(World):
    """Its machines may give numbers from the middle of a year's book."""

    @override
    def lease(self, machine: Machine, first: int = 1, end: int = 10) -> None:
        """The first book is the incoming one, the second the outgoing one."""
        start = 389 if hasattr(self, "clerk_leased") else 1271
        self.clerk_leased = True
        super().lease(machine, start, start + 99)


class FictionalUnit:
    """Stores of clerk, officer and commander after five days of work; nothing is sent anywhere."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.world = _Numbered(folder)
        self.day = _Week(folder, self.world)
        self.clock(18, 18, 10)
        self._furnish()
        self.stores: dict[str, Store] = {
            "clerk": self._trusting(self.day.clerk),
            "officer": self._trusting(self.day.officer),
            "commander": self._trusting(self.day.commander),
        }
        self._keys()
        self.papers = [self._arrive(one) for one in ARRIVALS]
        self._direct()
        self._write()
        self._file()
        self.clock(20, 15, 20)
        syncing.finished(self.day.clerk)
        self.world.unit.watch.time = NOW

    def clock(self, day: int, hour: int, minute: int) -> None:
        """Time goes on; it never goes back."""
        watch = self.world.unit.watch
        watch.time = max(watch.time, instant(day, hour, minute))

    def session(self) -> Session:
        """The clerk's workstation as the program finds it: two people may unlock it."""
        unit, clerk = self.world.unit, self.world.clerk
        vault = Vault(clerk.vault.folder, unit.dice)
        words = by_passphrase("con trâu đi trước", unit.dice)
        vault.add_person(clerk.vault, self.world.people["si"], NAMES["si"][0], words)
        home = self.folder / "home"
        home.mkdir()
        (home / "store").symlink_to(clerk.vault.folder)
        return Session(home)

    def _furnish(self) -> None:
        admin, unit, people = self.world.admin.store, self.world.unit, self.world.people
        agency = unit.new_id()
        authority.set_unit(admin, unit.unit, place="Thành phố Mô Phỏng", parent="Quân khu Mô phỏng")
        authority.set_unit(
            admin, agency, name="Phòng Tham mưu", short="TM", code="X99.01.02.01", parent=unit.unit
        )
        for who, (name, rank, post) in NAMES.items():
            authority.set_person(admin, people[who], name=name, rank=rank, post=post)
        authority.set_person(admin, people["si"], unit=agency)
        self.world.push(self.world.admin)
        for machine in (self.world.clerk, self.world.commander):
            self.world.pull(machine)

    def _trusting(self, store: Store) -> Store:
        """The unit's provisioning file names the test PKI."""
        paths = self.day.paths
        lists = [paths[name].read_bytes() for name in ("root.crl", "intermediate.crl")]
        provision = msgspec.structs.replace(
            store.realm.provision,
            trust=(paths["root"].read_text(), paths["intermediate"].read_text()),
            crls=tuple(
                x509.load_der_x509_crl(one).public_bytes(Encoding.PEM).decode() for one in lists
            ),
        )
        return replace(store, realm=Realm(provision))

    def _keys(self) -> None:
        paths, stores = self.day.paths, self.stores
        keep = partial(key_files.add, pin=pki.PIN)
        keep(stores["clerk"], paths["van-thu"].read_bytes(), use="person")
        keep(stores["clerk"], paths["con-dau"].read_bytes(), use="agency")
        keep(stores["officer"], paths["can-bo"].read_bytes(), use="person")
        keep(stores["commander"], paths["chi-huy"].read_bytes(), use="person")

    # -- incoming ------------------------------------------------------------------------------

    def _arrive(self, one: Arrival) -> str:
        store = self.day.clerk
        self.clock(max(18, int(one.arrived[-2:])), 8, 0)
        entry = Incoming(
            one.code, one.issuer, one.subject, one.type, one.dated, one.arrived,
            urgency=one.urgency, due=one.due, pages=1 if one.paper else 2,
        )  # fmt: skip
        paper = None
        if one.paper:
            content = (PAPERS / one.paper).read_bytes()
            paper = NewFile(one.paper, "application/pdf", content, 1)
        document = incoming.register(store, entry, paper, self.world.book).entity
        if one.step != "registered":
            incoming.submit(store, document)
        return document

    def _direct(self) -> None:
        day, people = self.day, self.world.people
        self.clock(20, 9, 5)
        day.carry()
        texts = iter(reference.directive_phrases() * 2)
        for one, document in zip(ARRIVALS, self.papers, strict=True):
            if one.step in {"directed", "done", "filed"}:
                task = Task("lead", people["si"], one.days)
                incoming.direct(day.commander, document, next(texts), [task], reference.calendar())
        day.carry()
        for one, document in zip(ARRIVALS, self.papers, strict=True):
            if one.step in {"done", "filed"}:
                incoming.complete(day.officer, document, "Đã thực hiện xong.")

    # -- outgoing ------------------------------------------------------------------------------

    def _letter(self, subject: str, urgency: str, addressee: str) -> CongVan:
        name, rank, post = NAMES["chi"]
        return CongVan(
            parent=("Quân khu Mô phỏng",), issuer=("Sư đoàn Bộ binh 999",), symbol="SĐ999-TM",
            place="Thành phố Mô Phỏng", subject=subject, urgency=Urgency(urgency),
            addressees=(addressee,),
            body=(
                Paragraph(f"Thực hiện chỉ đạo của Thủ trưởng Sư đoàn về {subject}, Sư đoàn Bộ binh "
                          "999 (giả lập) đề nghị các cơ quan, đơn vị thực hiện một số nội dung "
                          "sau."),
                Clause("Quán triệt tới toàn thể cán bộ, chiến sĩ; phân công người chịu trách "
                       "nhiệm từng nội dung."),
                Clause("Chuẩn bị đủ vật tư, phương tiện; kiểm tra, bổ sung trước ngày 27 tháng 11 "
                       "năm 2026."),
                Clause("Báo cáo kết quả bằng văn bản về Phòng Tham mưu trước ngày 30 tháng 11 năm "
                       "2026."),
            ),
            recipients=("Như trên",), file_copy=("VT", "TM"),
            signer=Signer(authority=(post.upper(),), rank=rank, name=name),
            checkers=(Checker(duty="content", name=NAMES["si"][0]),),
        )  # fmt: skip

    def _drafted(self, subject: str, urgency: str, addressee: str) -> str:
        letter = self._letter(subject, urgency, addressee)
        page = render(letter, template.load(), reference.forms())
        pdf = NewFile("cong-van.pdf", "application/pdf", setting.ready(page), page.pages)
        entry = Outgoing(
            subject, "cong-van", "SĐ999-TM", (addressee,), NAMES["chi"][0], urgency=urgency
        )
        return outgoing.draft(self.day.officer, entry, drafts.encode(letter), pdf).entity

    def _write(self) -> None:
        self.clock(20, 10, 0)
        day, step = self.day, 60_000
        self.letters = []
        for place, one in enumerate(LETTERS):
            self.world.unit.watch.time += step
            document = self._drafted(*one)
            self.letters.append(document)
            if place > 0:
                self._initial(document)
            if place > 1:
                outgoing.submit(day.officer, document)
        self._change(self.letters[2])
        day.carry()
        for document in self.letters[-4:]:
            self._sign(document)
        day.carry()
        for document in self.letters[-3:]:
            self._number(document)
        for document in self.letters[-2:]:
            self._seal(document)
        issue(day.clerk, self.letters[-1])

    def _change(self, document: str) -> None:
        """Another content than the one that was submitted: it has to be looked at again."""
        store = self.day.officer
        _, content = self.day.main(store, document)
        sealed = files.seal(store, NewFile("cong-van.pdf", "application/pdf", content + b"\n", 1))
        with acting(store) as act:
            files.keep(act, sealed)
            bases = merge.operations(act.state("document", document)["files"]["main"])
            body = sealed.body("main", "main", 0)
            act.add("document.file", document, bases, **body, by=act.by())
            act.append()

    def _initial(self, document: str) -> None:
        day = self.day
        blob, pdf = day.main(day.officer, document)
        mark = setting.initials("KyNhay1", NAMES["si"][0])
        signed = setting.set_signature(pdf, mark, day.hand("can-bo"))
        outgoing.initial(day.officer, document, blob, signed)

    def _sign(self, document: str) -> None:
        day = self.day
        blob, pdf = day.main(day.commander, document)
        mark = setting.personal(NAMES["chi"][0], "")
        signed = setting.set_signature(pdf, mark, day.hand("chi-huy"))
        outgoing.sign(day.commander, document, blob, signed)

    def _number(self, document: str) -> None:
        day, hand = self.day, self.day.hand("van-thu")
        blob, pdf = day.main(day.clerk, document)
        outgoing.number(
            day.clerk, document, day.book, blob,
            lambda number, _symbol, when: setting.number_and_date(pdf, number, when, hand),
        )  # fmt: skip

    def _seal(self, document: str) -> None:
        day = self.day
        blob, pdf = day.main(day.clerk, document)
        signed = setting.set_signature(
            pdf, setting.seal("SƯ ĐOÀN 999", "GIẢ LẬP"), day.hand("con-dau")
        )
        outgoing.seal(day.clerk, document, blob, signed)

    def _file(self) -> None:
        clerk = self.day.clerk
        opened = [
            dossiers.open_dossier(clerk, code, title, kept).entity
            for code, title, kept in (
                ("01.TM", "Diễn tập khu vực phòng thủ năm 2026", "01"),
                ("02.TM", "Bảo đảm thông tin liên lạc năm 2026", "06"),
                ("03.HC", "Công tác văn thư, lưu trữ năm 2026", "02"),
                ("04.HCKT", "Trang thiết bị công nghệ thông tin", "06"),
            )
        ]
        dossiers.put(clerk, opened[3], self.papers[0])
        dossiers.put(clerk, opened[1], self.letters[-1])
        self.dossiers = opened
