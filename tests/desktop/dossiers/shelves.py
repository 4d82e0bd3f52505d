"""A unit with dossiers at every stage, a window, and people who take turns at it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from core.office.terms import Role
from db.acting import Store
from db.actions import authority, dossiers, incoming, plans
from db.actions.plans import Entry
from db.queries import dossiers as lists
from db.queries import plans as planned
from db.queries.dossiers import Asked, DossierLine
from desktop import clock
from desktop.dossiers.screen import SCREEN, DossiersScreen
from desktop.frame.nav import Badge
from tests.db.test_ledger import ENTRY, FILE, World
from tests.desktop.outgoing.stage import Stage

LIST = (
    Entry("01.TM", "Diễn tập khu vực phòng thủ năm 2026", "01", 1, "Tham mưu"),
    Entry("02.TM", "Bảo đảm thông tin liên lạc năm 2026", "06", 2, "Tham mưu"),
    Entry("03.TM", "Huấn luyện, chuẩn bị sẵn sàng chiến đấu năm 2026", "02", 3, "Tham mưu"),
    Entry("01.CT", "Giáo dục chính trị, tư tưởng năm 2026", "06", 4, "Chính trị / Tuyên huấn"),
    Entry("02.CT", "Công tác cán bộ năm 2026", "01", 5, "Chính trị / Cán bộ"),
    Entry("01.HC", "Công tác văn thư, lưu trữ năm 2026", "06", 6, "Hành chính", note="gồm cả sổ"),
)
PAPERS = (
    ("217/TM-TH", "Phòng Tham mưu", "Về việc chuẩn bị diễn tập khu vực phòng thủ", "2025-10-02"),
    ("31/KH-TM", "Phòng Tham mưu", "Kế hoạch bảo đảm thông tin liên lạc diễn tập", "2025-10-20"),
    ("08/BC-TrĐ9991", "Trung đoàn 9991", "Báo cáo kết quả chuẩn bị diễn tập", "2025-12-05"),
)


class Shelves:
    """The clerk sits first; ``sit`` gives the window's store to another."""

    def __init__(self, folder: Path) -> None:
        self.world = World(folder)
        self.world.people["luu"] = person = self.world.unit.new_id()
        admin = self.world.admin.store
        authority.set_person(
            admin, person, name="Đỗ Thị Lưu Trữ", rank="Trung úy", unit=self.world.unit.unit
        )
        authority.give_grant(admin, person, Role.ARCHIVIST, "2026-01-01")
        self.world.push(self.world.admin)
        self.world.lease(self.world.clerk, 10, 60)
        self.world.pull(self.world.clerk)
        self.clerk = self.by("van")
        plans.keep(self.clerk, clock.today().year, LIST)
        self.papers = [self.paper(*one) for one in PAPERS]
        self.stage = Stage(folder, self.clerk, (SCREEN,))

    def by(self, who: str) -> Store:
        store = self.world.clerk.store
        return replace(store, author=replace(store.author, person=self.world.people[who]))

    def sit(self, who: str) -> None:
        self.stage.store = self.by(who)
        self.stage.window.end_session()
        self.stage.window.show_session(
            self.stage.context, (SCREEN,), Badge("Đỗ Thị Lưu Trữ", "Lưu trữ"), "SĐ999 (giả lập)"
        )
        self.stage.window.go("dossiers")
        self.stage.settle()

    def paper(self, code: str, issuer: str, subject: str, dated: str) -> str:
        entry = replace(
            ENTRY, code=code, issuer=issuer, subject=subject, document_date=dated, pages=3
        )
        document = incoming.register(self.clerk, entry, FILE, self.world.book).entity
        incoming.submit(self.clerk, document)
        incoming.take_note(self.by("chi"), document, "Đã biết")
        return document

    def open(self, code: str, title: str = "Diễn tập", papers: bool = True) -> str:
        entry = next(
            (row for row in planned.plan(self.clerk, clock.today().year) if row.code == code), None
        )
        named = (entry.title, entry.retention, entry.id) if entry else (title, "06", "")
        dossier = dossiers.open_dossier(self.clerk, code, *named).entity
        if papers:
            dossiers.put_all(self.clerk, dossier, self.papers)
        return dossier

    def closed(self, code: str) -> str:
        dossier = self.open(code)
        dossiers.close(self.clerk, dossier)
        return dossier

    @property
    def screen(self) -> DossiersScreen:
        view = self.stage.window.stack.view()
        assert isinstance(view, DossiersScreen)
        return view

    def row(self, dossier: str) -> DossierLine:
        (found,) = lists.named(self.clerk, [dossier])
        return found

    def every(self) -> list[DossierLine]:
        return lists.rows(self.clerk, lists.ids(self.clerk, Asked()))

    def close(self) -> None:
        self.stage.close()
        self.world.close()
