"""A document's whole day on real machines: ``python -m tests.e2e.day --out build/demo``.

Each desktop is a process of its own with a home folder and a screen of its own, driven by keys and
mouse only. Between machines go bundle files, and TCP where the play says so. Nothing of the program
is imported here or below.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Final

from tests.data import large_scan
from tests.e2e import acts, report
from tests.e2e.acts import Someone
from tests.e2e.desk import ROOT, Desk
from tests.e2e.pki import PIN, SEAL
from tests.e2e.stage import (
    CLERK,
    COMMANDER,
    HEAD,
    LAPTOP,
    OFFICER,
    ROOT_WORDS,
    THIRD,
    WORKSTATION,
    Stage,
)

LEASED: Final = 50
SAMPLES: Final = ROOT / "tests/data/incoming"
LETTER: Final = SAMPLES / "libreoffice-cong-van.pdf"
OTHERS: Final = tuple(
    SAMPLES / f"{name}.pdf"
    for name in ("cairo-thong-bao", "ghostscript-bao-cao", "qt-giay-moi", "scan-bao-cao")
)
LARGE: Final = "ban-quet-lon.pdf"
FINAL: Final = "cong-van-01.pdf"
DOSSIER: Final = "01.TH – Chuẩn bị diễn tập khu vực phòng thủ"
SUBJECT: Final = "trả lời về chuẩn bị diễn tập khu vực phòng thủ"
BODY: Final = """

1. Sư đoàn đã hoàn chỉnh kế hoạch bảo đảm hậu cần, kỹ thuật cho 420 đồng chí trong 06 ngày.

2. Đã khảo sát 03 khu vực tập kết; bố trí 02 trạm sửa chữa cơ động và 01 trạm quân y tuyến trước.

Đề nghị Bộ Tham mưu xem xét, cho ý kiến chỉ đạo."""
DIRECTIVE: Final = (
    "Giao Ban Tác huấn chủ trì, dự thảo văn bản trả lời Bộ Tham mưu; báo cáo trước khi ký."
)


def play(out: Path) -> Stage:
    """Play the whole day below a folder; returns what was found."""
    with Stage(out) as stage:
        found(stage)
        register(stage)
        direct(stage)
        draft(stage)
        issue(stage)
        meet(stage)
    stage.keep_notes()
    return stage


# -- 0: the ceremony ------------------------------------------------------------------------------


def found(stage: Stage) -> None:
    """Root, server, administrator; two machines enrol; leases; then nobody listens."""
    with stage.step("0", "Lễ cấp phát; hai máy ghi danh; máy chủ tắt"):
        server, administrator = stage.server, stage.administrator
        stage.found["provision"] = str(
            administrator.found(server, stage.keys, stage.given, ROOT_WORDS)
        )
        stage.found["port"] = server.port
        server.start()
        administrator.must("admin", "sync")
        enrol(stage, "workstation", WORKSTATION, CLERK)
        enrol(stage, "laptop", LAPTOP, COMMANDER)
        for book in ("incoming", "outgoing"):
            server.must("lease", "--book", book, "--device", WORKSTATION, "--count", str(LEASED))
        for desk in (stage.clerk, stage.commander):
            acts.sync(desk)
        server.stop()
        assert not server.listens()
        key_in(stage)


def key_in(stage: Stage) -> None:
    """The officer joins the clerk's workstation; everybody's signing keys into the stores."""
    clerk, keys = stage.clerk, stage.keys.keys
    acts.add_person(clerk, OFFICER)
    acts.import_key(clerk, keys[CLERK.id], PIN)
    acts.import_key(clerk, keys[SEAL], PIN, agency=True)
    stage.shot(clerk, "keys-of-the-clerk")
    acts.change_person(clerk, 1, OFFICER)
    acts.import_key(clerk, keys[OFFICER.id], PIN)
    acts.change_person(clerk, 0, CLERK)
    acts.import_key(stage.commander, keys[COMMANDER.id], PIN)


def enrol(stage: Stage, name: str, label: str, who: Someone) -> None:
    """A new machine joins the unit through its first-run windows."""
    code = stage.administrator.invite(who.name, label)
    desk = stage.desk(name)
    stage.shot(desk, f"first-run-{name}")
    acts.ask_to_enrol(desk, Path(stage.found["provision"]), label, who, code)
    since = desk.program.mark
    acts.send_request(desk)
    stage.administrator.must("admin", "approve")
    desk.hear("unlocked", since)
    desk.settle()


# -- 1: a document arrives ------------------------------------------------------------------------


def register(stage: Stage) -> None:
    """The clerk registers what lies there, drops one more document, is warned of a second copy."""
    with stage.step(
        "1", "Văn thư nhập tệp của năm phần mềm, thả thêm một tệp, được báo trùng, trình"
    ):
        clerk = stage.clerk
        clerk.go("incoming")
        numbers = acts.register_files(clerk, [*OTHERS, large_scan.make(stage.given / LARGE, 6)])
        stage.note(f"số đến {numbers[0]}–{numbers[-1]}: ba tệp có chữ, một bản quét, một tệp lớn")
        clerk.drop(LETTER)
        stage.shot(clerk, "dropped")
        clerk.type("+10")
        number = acts.save(clerk)
        assert number == numbers[-1] + 1, (number, numbers)
        stage.note(f"số đến kế tiếp {number}: {LETTER.name}, thả bằng chuột")
        stage.found["arrival"] = number
        clerk.drop(LETTER)
        clerk.do("Ctrl+Enter", hear="announce Cần xác nhận trước khi lưu")
        stage.shot(clerk, "duplicate")
        clerk.do("Tab", "space", hear="announce Đã bỏ văn bản đang nhập")
        clerk.rest()
        clerk.do("F9", hear=f"announce Đã trình số đến {number}")
        stage.shot(clerk, "submitted")


# -- 2: the commander directs ---------------------------------------------------------------------


def direct(stage: Stage) -> None:
    """By bundle to the commander, who directs and assigns the officer; by bundle back."""
    with stage.step("2", "Gói tới chỉ huy; bút phê, giao trợ lý, hạn ngày làm việc; gói về"):
        carry(stage, stage.clerk, stage.commander)
        commander = stage.commander
        commander.go("incoming")
        stage.shot(commander, "arrived")
        acts.direct(commander, DIRECTIVE, "tvtd", "+5")
        stage.shot(commander, "directive")
        number = stage.found["arrival"]
        commander.do("Ctrl+Enter", hear=f"announce Đã bút phê số đến {number}")
        stage.shot(commander, "directed")
        carry(stage, commander, stage.clerk)


# -- 3: the officer drafts ------------------------------------------------------------------------


def draft(stage: Stage) -> None:
    """The officer answers the document, initials the letter, submits it for signature."""
    with stage.step("3", "Đổi người; trợ lý soạn công văn trả lời, ký nháy, trình ký"):
        desk = stage.clerk
        acts.change_person(desk, 1, OFFICER)
        desk.go("incoming")
        desk.do("Ctrl+r", hear="screen drafts")
        desk.rest()
        acts.write_letter(desk, SUBJECT, BODY, "lvgd")
        stage.shot(desk, "drafted")
        acts.sign(desk, "F9", PIN, "Đã ký nháy")
        stage.shot(desk, "initialled")
        desk.do("Ctrl+Enter", hear="announce Trình ký")
        desk.do("Ctrl+Enter", hear="announce Đã trình ký")
        carry(stage, desk, stage.commander)


# -- 4: signature, number, seal, issue ------------------------------------------------------------


def issue(stage: Stage) -> None:
    """The commander signs; the clerk numbers, seals, issues, files, and saves the PDF."""
    with stage.step("4", "Chỉ huy ký; văn thư cấp số, ngày, đóng dấu, phát hành, vào hồ sơ"):
        commander, clerk = stage.commander, stage.clerk
        commander.go("signing")
        stage.shot(commander, "to-sign")
        acts.sign(commander, "Ctrl+Enter", PIN, "Đã ký 1 văn bản")
        carry(stage, commander, clerk)
        acts.change_person(clerk, 0, CLERK)
        clerk.go("outgoing")
        stage.shot(clerk, "to-number")
        acts.sign(clerk, "F9", PIN, "Đã cấp số 1 .*")
        stage.shot(clerk, "numbered")
        acts.sign(clerk, "F9", PIN, "Đã đóng dấu .*")
        stage.shot(clerk, "sealed")
        clerk.do("F9", hear="announce Phát hành văn bản")
        clerk.do("Ctrl+Enter", hear="announce Đã phát hành .*")
        clerk.rest()
        acts.put_into_dossier(clerk, DOSSIER)
        stage.shot(clerk, "issued-and-filed")
        acts.save_pdf(clerk, stage.exports / FINAL)
        clerk.go("dossiers")
        stage.shot(clerk, "dossier")


# -- 5: the server comes --------------------------------------------------------------------------


def meet(stage: Stage) -> None:
    """Both machines sync; a third one enrols, receives everything, lists, opens, verifies."""
    with stage.step("5", "Máy chủ bật; hai máy đồng bộ; máy thứ ba ghi danh, nhận, mở, kiểm tra"):
        stage.server.start()
        for desk in (stage.clerk, stage.commander):
            acts.sync(desk)
        stage.shot(stage.clerk, "synced")
        enrol(stage, "third", THIRD, HEAD)
        third = stage.third
        acts.sync(third)
        third.go("incoming")
        stage.shot(third, "third-incoming")
        since = third.program.mark
        third.go("outgoing")
        third.hear("announce VALID 5", since)
        stage.shot(third, "third-outgoing")
        third.press("F6", "Right")
        third.rest()
        stage.shot(third, "third-signatures")
        for desk in (third, stage.clerk, stage.commander, third):
            acts.sync(desk)
        for desk in stage.desks.values():
            assert desk.close() == 0
        stage.server.stop()


def carry(stage: Stage, source: Desk, target: Desk) -> None:
    """A bundle from one machine to another, as on a stick."""
    number = len(list(stage.carried.iterdir())) + 1
    file = stage.carried / f"{number}-{source.name}-{target.name}.antin"
    acts.carry_out(source, file)
    commits, files = acts.carry_in(target, file)
    stage.note(f"gói {file.name}: {file.stat().st_size} byte, {commits} thay đổi, {files} tệp")


def main(arguments: list[str]) -> int:
    """Play, look, write the report; 0 when all is as it must be."""
    parser = argparse.ArgumentParser(prog="day", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "build/demo")
    stage = play(parser.parse_args(arguments).out.resolve())
    wrong = report.write(stage, stage.exports / FINAL)
    print("\n".join(wrong) or "Đạt.", stage.out / "report.md", sep="\n", flush=True)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
