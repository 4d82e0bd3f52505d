"""Documents that are hard to lay out, of every family."""

from __future__ import annotations

from typing import Any

import msgspec

from core.office.draft import (
    Appendix,
    Article,
    Checker,
    Draft,
    Fact,
    Heading,
    Paragraph,
    Signer,
    Table,
)
from core.office.terms import Urgency
from tests.core.office.papers import PAPERS, STATUTE

LINE = "Các đơn vị thực hiện nghiêm túc Kế hoạch và báo cáo kết quả về Sư đoàn. "
TALL = "Ế Ỗ Ẳ Ự Ỵ gọn ghẽ "
LONG_TABLE = Table(
    rows=(
        ("STT", "Nội dung công việc phải làm", "Số lượng"),
        *((str(at), LINE * (1 + at % 3), f"{at * 1000 / 7:.1f}") for at in range(1, 41)),
    ),
    widths=(10, 70, 20),
)
WIDE_TABLE = Table(
    rows=tuple(
        tuple(f"Cột {at + 1}" if row == 1 else str(row * at) for at in range(16))
        for row in range(1, 9)
    )
)
HEADS_TABLE = Table(
    rows=(
        ("TT", "Đơn vị", LINE),
        ("1", "2", "3"),
        ("A", "", "C"),
        *((str(at), f"Đơn vị {at}" * (at % 2), "12.345,6") for at in range(1, 40)),
        ("Cộng",),
    ),
    head=3,
    widths=(8, 52, 40),
)
HIGH_ROW = Table(rows=(("Mục", "Nội dung"), ("1", LINE * 70), ("2", "Hết")))


def changed(name: str, **change: Any) -> Draft:
    return msgspec.structs.replace(PAPERS[name], **change)


def tall(name: str) -> Draft:
    """Every text of the paper is full of the highest and lowest letters."""
    draft = PAPERS[name]
    facts = tuple(Fact(key=one.key, text=TALL * 7) for one in getattr(draft, "facts", ()))
    more: dict[str, Any] = {"facts": facts, "lead": (TALL,)} if facts else {}
    return changed(
        name,
        parent=(TALL,), issuer=(TALL, TALL), place=TALL, subject=TALL * 6, circulation=TALL,
        marker=TALL, contact=(TALL, TALL), recipients=(TALL,) * 3,
        body=(Article(TALL * 9), Table(rows=((TALL, TALL), (TALL * 3, TALL)))),
        signer=Signer(authority=(TALL, TALL), rank="Đại tá", name=TALL),
        appendices=(Appendix(title=TALL * 4, body=(Paragraph(TALL * 9),)),),
        **more,
    )  # fmt: skip


AWKWARD: dict[str, Draft] = {
    **{f"tall letters: {name}": tall(name) for name in PAPERS},
    "a table across pages": changed(
        "co-ten-loai", body=(Paragraph(LINE), LONG_TABLE), appendices=()
    ),
    "a table of sixteen columns": changed(
        "co-ten-loai", body=(Heading("part", "Tình hình"), WIDE_TABLE), appendices=()
    ),
    "a head of three rows and empty cells": changed(
        "co-ten-loai", body=(HEADS_TABLE, Paragraph("Hết")), appendices=(), urgency=Urgency.EXPRESS
    ),
    "a row higher than a page": changed("co-ten-loai", body=(HIGH_ROW, Paragraph("Hết"))),
    "an appendix of many pages": changed(
        "quyet-dinh", appendices=(Appendix(title="Bảng", body=(LONG_TABLE,)),) * 2
    ),
    "an attached text of many pages": changed(
        "quyet-dinh-gian-tiep",
        attached=msgspec.structs.replace(
            PAPERS["quyet-dinh-gian-tiep"].attached,
            body=STATUTE * 8,
        ),
    ),
    "an agency of three lines": changed(
        "quyet-dinh",
        parent=("Sư đoàn Bộ binh 999 (giả lập)",),
        issuer=("Phòng Hậu cần - Kỹ thuật", "Trung tâm Bảo đảm vật chất", "và Sửa chữa 9990"),
    ),
    "long names": changed(
        "nghi-quyet",
        place="Xã Mô Phỏng Thượng Hạ Liên Khu Kinh tế Giả lập số 99",
        subject="về việc xem xét " * 20,
        lead=("Hội đồng Quân nhân Sư đoàn Bộ binh 999 và các đơn vị phối thuộc (giả lập)",) * 2,
        signer=Signer(
            authority=("TL. Tư lệnh Quân khu Mô phỏng phía Đông Nam", "Chánh Văn phòng " * 5),
            rank="Thượng tá QNCN",
            name="Công Tằng Tôn Nữ Nguyễn Trần Giả Định Mô Phỏng Thử Nghiệm",
        ),
    ),
    "forty recipients": changed(
        "quyet-dinh", recipients=tuple(f"Trung đoàn {at}" for at in range(40))
    ),
    "forty recipients of minutes": changed(
        "bien-ban", recipients=tuple(f"Trung đoàn {at}" for at in range(40))
    ),
    "recipients of minutes beyond a page": changed(
        "bien-ban", recipients=tuple(f"Trung đoàn {at}" for at in range(140))
    ),
    "two who wrote the minutes": changed(
        "bien-ban",
        checkers=(
            *(Checker(duty="content", name="Lê Thử"),) * 4,
            Checker(duty="secretary", name="Trung úy Trần Thị Mẫu"),
            Checker(duty="secretary", name="Thiếu úy Lê Văn Ví Dụ"),
        ),
    ),
    "telegram to many": changed(
        "cong-dien", addressees=tuple(f"Trung đoàn {at}" for at in range(60))
    ),
    **{
        f"{lines} lines of {name}": changed(name, body=(Paragraph(LINE * 2),) * lines)
        for name in ("bien-ban", "co-ten-loai", "giay-nghi-phep")
        for lines in range(6, 20)
    },
}  # fmt: skip
