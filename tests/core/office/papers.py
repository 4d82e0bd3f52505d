"""A fictional document on each form of NĐ 30/2020 PL III, as short as it may be."""

from __future__ import annotations

from typing import Any

from core.office.draft import (
    Appendix,
    Article,
    Attached,
    Basis,
    Checker,
    Clause,
    Document,
    Draft,
    Fact,
    Heading,
    Item,
    Paragraph,
    Point,
    Signer,
    Table,
)
from tests.core.office.letters import LETTER

BASES = (
    Basis("Căn cứ Quy chế làm việc của Sư đoàn Bộ binh 999 (giả lập)"),
    Basis("Theo đề nghị của Chủ nhiệm Hậu cần - Kỹ thuật Sư đoàn"),
)
ARTICLES = (
    Article(
        "Ban hành kèm theo văn bản này danh mục trang bị bảo đảm cho huấn luyện dã ngoại năm 2026"
        " của các đơn vị thuộc Sư đoàn Bộ binh 999 (giả lập)."
    ),
    Article(
        "Chủ nhiệm Hậu cần - Kỹ thuật, Trung đoàn trưởng Trung đoàn 9991 và các cá nhân có liên"
        " quan chịu trách nhiệm thi hành."
    ),
)
STATUTE = (
    Heading("chapter", "Quy định chung"),
    Article("Phạm vi điều chỉnh", titled=True),
    Clause("Quy chế này quy định việc quản lý kho của Sư đoàn Bộ binh 999 (giả lập)."),
    Clause("Không áp dụng đối với:"),
    Point("kho tạm của các đơn vị;"),
    Point("kho do cấp trên quản lý."),
    Article("Đối tượng áp dụng", titled=True),
    Paragraph("Các cơ quan, đơn vị thuộc Sư đoàn."),
)
SUPPLIES = Table(
    rows=(
        ("STT", "Tên vật chất", "Đơn vị tính", "Số lượng", "Ghi chú"),
        ("1", "Lều bạt dã ngoại loại 10 người", "Bộ", "1.240", "Cấp đợt 1"),
        ("2", "Bếp dã chiến", "Chiếc", "36", ""),
        ("3", "Ế Ỗ Ẳ: phụ kiện kèm theo", "Hộp", "12,5", "Theo đề nghị của đơn vị"),
    ),
    widths=(8, 36, 16, 14, 26),
)
SIGNER = Signer(authority=("Sư đoàn trưởng",), rank="Đại tá", name="Nguyễn Văn Giả Định")
HEAD: dict[str, Any] = {
    "parent": ("Quân khu Mô phỏng",),
    "issuer": ("Sư đoàn Bộ binh 999", "(giả lập)"),
    "place": "Thành phố Mô Phỏng",
    "recipients": ("Như Điều 2", "Thủ trưởng Sư đoàn"),
    "file_copy": ("VT", "HCKT"),
    "signer": SIGNER,
    "checkers": (
        Checker(duty="content", name="Lê Thử Nghiệm"),
        Checker(duty="format", name="Phạm Ví Dụ"),
    ),
}


def paper(template: str, kind: str, symbol: str, **rest: Any) -> Document:
    """A document of a family and type with the head and foot of the fictional division."""
    return Document(**{**HEAD, "template": template, "type": kind, "symbol": symbol, **rest})


def facts(**texts: str) -> tuple[Fact, ...]:
    return tuple(Fact(key=key, text=text) for key, text in texts.items())


PAPERS: dict[str, Draft] = {
    "nghi-quyet": paper(
        "nghi-quyet", "nghi-quyet", "NQ-SĐ999", subject="Về nhiệm vụ huấn luyện năm 2026",
        lead=("Hội đồng Quân nhân Sư đoàn",), body=(*BASES, *ARTICLES),
    ),
    "quyet-dinh": paper(
        "quyet-dinh", "quyet-dinh", "QĐ-SĐ999", subject="Về việc bảo đảm trang bị huấn luyện",
        lead=("Sư đoàn trưởng Sư đoàn Bộ binh 999",), body=(*BASES, *ARTICLES),
    ),
    "quyet-dinh-gian-tiep": paper(
        "quyet-dinh-gian-tiep", "quyet-dinh", "QĐ-SĐ999", subject="Ban hành Quy chế quản lý kho",
        lead=("Sư đoàn trưởng Sư đoàn Bộ binh 999",), body=(*BASES, *ARTICLES),
        attached=Attached(type="quy-che", subject="Quản lý kho", body=STATUTE),
    ),
    "co-ten-loai": paper(
        "co-ten-loai", "ke-hoach", "KH-SĐ999", subject="Bảo đảm huấn luyện dã ngoại năm 2026",
        circulation="Lưu hành nội bộ", marker="PL.(300)",
        contact=("Địa chỉ: số 99 đường Mô Phỏng, Thành phố Mô Phỏng", "E-mail: vt@sd999.example"),
        body=(
            *BASES, Heading("part", "Mục đích, yêu cầu"), Clause("Mục đích", titled=True),
            Paragraph("Nâng cao khả năng cơ động của bộ đội."), Clause("Yêu cầu", titled=True),
            Item("Bảo đảm an toàn tuyệt đối về người và trang bị."), Item("Tiết kiệm."),
            SUPPLIES,
        ),
        recipients=("Các cơ quan, đơn vị thuộc Sư đoàn",),
        appendices=(
            Appendix(title="Danh mục vật chất", body=(SUPPLIES,)),
            Appendix(title="Sơ đồ kho", body=(Paragraph("Kho A ở phía đông."),), separate=True),
        ),
    ),
    "cong-van": LETTER,
    "cong-dien": paper(
        "cong-dien", "cong-dien", "CĐ-SĐ999", subject="Về việc ứng phó bão số 9 (giả lập)",
        lead=("Sư đoàn trưởng",), addressees=("Trung đoàn 9991", "Trung đoàn 9992"),
        body=(Paragraph("Yêu cầu các đơn vị sẵn sàng lực lượng, phương tiện."),),
        recipients=("Như trên",),
    ),
    "giay-moi": paper(
        "giay-moi", "giay-moi", "GM-SĐ999", subject="Hội nghị quân chính năm 2026",
        facts=facts(
            invited="Thủ trưởng Trung đoàn 9991", event="Hội nghị quân chính năm 2026",
            time="08 giờ 00, ngày 12 tháng 12 năm 2026", venue="Hội trường Sư đoàn",
        ),
        recipients=("Trung đoàn 9991",),
    ),
    "giay-gioi-thieu": paper(
        "giay-gioi-thieu", "giay-gioi-thieu", "GGT-SĐ999",
        facts=facts(
            person="Đại úy Lê Văn Thí Dụ", post="Trợ lý Quân nhu", sent_to="Kho K999 (giả lập)",
            matter="Nhận vật chất huấn luyện", until="31 tháng 12 năm 2026",
        ),
        recipients=("Trung đoàn 9991",),
    ),
    "bien-ban": paper(
        "bien-ban", "bien-ban", "BB-SĐ999", subject="Họp giao ban tháng 11",
        facts=facts(
            began="08 giờ 00, ngày 20 tháng 11 năm 2026", venue="Phòng họp Sư đoàn",
            present="Thủ trưởng các cơ quan", chair="Đại tá Nguyễn Văn Giả Định",
            secretary="Trung úy Trần Thị Mẫu", ended="10 giờ 30, ngày 20 tháng 11 năm 2026",
        ),
        body=(Clause("Các cơ quan báo cáo kết quả tháng 11."), Clause("Chủ trì kết luận.")),
        checkers=(*HEAD["checkers"], Checker(duty="secretary", name="Trung úy Trần Thị Mẫu")),
        recipients=("Các cơ quan",),
    ),
    "giay-nghi-phep": paper(
        "giay-nghi-phep", "giay-nghi-phep", "GNP-SĐ999",
        facts=facts(
            asked="25 tháng 11 năm 2026", applicant="Lê Văn Thí Dụ",
            person="Đại úy Lê Văn Thí Dụ", post="Trợ lý Quân nhu", length="10 ngày",
            **{"from": "01 tháng 12 năm 2026"}, until="10 tháng 12 năm 2026",
            venue="Xã Mô Phỏng Hạ", counted="nghỉ phép năm 2026",
        ),
        recipients=("Đồng chí Lê Văn Thí Dụ",),
    ),
}  # fmt: skip
