"""Further papers for rules that can be broken in more than one way, on other bases."""

from __future__ import annotations

from typing import Any

from tests.data.format import clean
from tests.data.format.broken import (
    DECISION,
    FULL,
    LETTER,
    PLAN,
    REPORT,
    RULES,
    WIRE,
    Case,
    look,
)

INVITED, MINUTES, LEAVE = clean.giay_moi, clean.bien_ban, clean.giay_nghi_phep
SOLVED, ASKED = clean.nghi_quyet, clean.to_trinh
KINDS: dict[str, dict[str, Any]] = {
    name: {f"looks.{kind}.{name}": value for kind in ("text", "titled")}
    for name, value in (
        ("before", 2),
        ("line", 175),
        ("indent", 20),
        ("align", "start"),
        ("size", 12),
        ("colour", "#404040"),
        ("font", "DejaVu Serif"),
    )
}
CASES = [
    Case("margin-left/again", DECISION, {"page.left": 20.0}),
    Case("margin-right/again", REPORT, {"page.right": 28.0, "columns": (60.0, 92.0), "feet": 76.0}),
    Case("margin-top/again", LETTER, {"page.top": 32.0}),
    Case("page-size/again", MINUTES, {"page.width": 216.0, "page.height": 330.0, "feet": 83.0}),
    Case("body-size/again", REPORT, KINDS["size"]),
    Case("body-justified/again", REPORT, KINDS["align"]),
    Case("body-indent/again", REPORT, KINDS["indent"]),
    Case("body-gap/again", REPORT, KINDS["before"]),
    Case("body-spacing/again", REPORT, KINDS["line"]),
    Case("font-family/again", REPORT, KINDS["font"]),
    Case("text-colour/again", REPORT, KINDS["colour"]),
    look("text-colour/head", DECISION, "state", colour="#c00000"),
    look("font-family/head", DECISION, "parent", font="Liberation Sans", size=12),
    look("state-style/again", INVITED, "state", italic=True),
    look("motto-style/again", INVITED, "motto", italic=True),
    look("motto-size/again", ASKED, "motto", size=15),
    Case("motto-line/again", WIRE, {"motto_line": None}),
    Case("motto-line-length/again", SOLVED, {"motto_line": {"part": 1.3}}),
    Case("motto-words/again", DECISION, {"motto": "Độc lập - Tự do - Hạnh phúc!"}),
    Case("issuer-line/again", SOLVED, {"issuer_line": None}),
    Case("issuer-line/dashed", DECISION, {"issuer_line": {"part": 0.4, "dash": True}}),
    Case("issuer-line-length/again", SOLVED, {"issuer_line": {"part": 0.7}}),
    look("parent-style/again", INVITED, "parent", italic=True),
    look("issuer-size/again", LEAVE, "issuer", size=11),
    Case("number-form/again", SOLVED, {"number": "Số: 03-NQ-HĐTĐ"}),
    Case("number-spaces/again", ASKED, {"number": "Số: 08/TTr -TM"}),
    Case("number-type/again", INVITED, {"number": "Số: 11/SĐ999-GM"}),
    Case("number-padding/again", SOLVED, {"number": "Số: 3/NQ-HĐTĐ"}),
    Case("number-word/again", DECISION, {"number": "số: 15/QĐ-SĐ999"}),
    look("number-size/again", INVITED, "number", size=14),
    Case("date-form/again", INVITED, {"date": "Thành phố Mô Phỏng, ngày 05-11-2026"}),
    Case("date-zero/again", ASKED, {"date": "Thành phố Mô Phỏng, ngày 20 tháng 1 năm 2026"}),
    Case(
        "date-case/again",
        INVITED,
        {
            "date": "THÀNH PHỐ MÔ PHỎNG, ngày 05 tháng 11 năm 2026",
            "looks.date.size": 13,
            "page.right": 15.0,
            "columns": (60.0, 105.0),
        },
    ),
    Case("title-case/again", MINUTES, {"title": "Biên bản"}),
    look("title-style/again", LEAVE, "title", italic=True),
    Case("title-missing/again", REPORT, {"title": ""}),
    look("subject-style/again", INVITED, "subject", italic=True),
    Case("subject-line/again", INVITED, {"subject_line": None}),
    Case("subject-line-length/again", SOLVED, {"subject_line": {"part": 0.15}}),
    Case(
        "letter-subject-word/again",
        LETTER,
        {"letter_subject": ["Trích yếu: chuẩn bị hội thao", "kỹ thuật năm 2026"]},
    ),
    look("letter-subject-size/again", LETTER, "letter_subject", size=11),
    look("letter-subject-style/again", LETTER, "letter_subject", bold=True),
    look("basis-style/again", SOLVED, "basis", italic=True, bold=True),
    Case("basis-semicolon/again", SOLVED, {}, ("(giả lập);", "(giả lập),")),
    Case(
        "article-order/again",
        SOLVED,
        {},
        ("**Điều 2.**", "**Điều 3.**", "Điều 3.** Các", "Điều 4.** Các"),
    ),
    Case(
        "article-form/again",
        SOLVED,
        {},
        (
            "**Điều 1.** ",
            "**Điều I.** ",
            "**Điều 2.** ",
            "**Điều II.** ",
            "**Điều 3.** ",
            "**Điều III.** ",
        ),
    ),
    Case(
        "point-order/again",
        LETTER,
        {},
        ("đ) Báo", "e) Báo", "e) Phối", "g) Phối", "g) Tổng", "h) Tổng"),
    ),
    Case("point-form/again", LETTER, {}, ("c) Chuẩn bị", "C) Chuẩn bị")),
    look("point-style/again", LETTER, "point", bold=True),
    Case("heading-order/again", RULES, {}, ("Mục 2", "Mục 3"), "parts"),
    Case(
        "clause-order/again",
        RULES,
        {},
        ("1. Các cơ quan", "2. Các cơ quan", "2. Tổ chức", "3. Tổ chức"),
        "parts",
    ),
    Case("text-end/again", INVITED, {}, ("./.", "")),
    Case(
        "authority-case/again", ASKED, {"authority": ["KT. THAM MƯU TRƯỞNG", "Phó Tham mưu trưởng"]}
    ),
    look("authority-size/again", SOLVED, "authority", size=15),
    look("authority-style/again", SOLVED, "authority", italic=True),
    look("signer-size/again", ASKED, "signer", size=15),
    look("signer-style/again", ASKED, "signer", italic=True),
    look("signer-place/again", ASKED, "signer", align="end"),
    look("addressees-size/again", LETTER, "addressees", size=15),
    Case("addressees-ends/again", LETTER, {}, ("Thông tin 18.", "Thông tin 18"), "addressees"),
    Case("addressees-dashes/again", WIRE, {}, ("- Trung", "Trung"), "addressees"),
    look("recipients-title-style/again", DECISION, "recipients_title", italic=False),
    look("recipients-title-style/plain", INVITED, "recipients_title", italic=False, bold=False),
    look("recipients-size/again", DECISION, "recipients", size=12),
    look("recipients-style/again", DECISION, "recipients", bold=True),
    Case("recipients-dashes/again", DECISION, {}, ("- ", "+ "), "recipients"),
    Case(
        "recipients-copy/again", DECISION, {"recipients": ["- Như Điều 3;", "- Phòng Chính trị."]}
    ),
    Case(
        "urgency-frame/again",
        WIRE,
        {"urgency": {"words": "HỎA TỐC", "width": 30, "twice": True}},
    ),
    Case("urgency-missing/again", WIRE, {"urgency": None}),
    look("contact-size/again", FULL, "contact", size=13),
    look("marker-style/again", FULL, "marker", bold=True),
    look("appendix-size/again", PLAN, "appendix", size=12),
    look("appendix-style/again", PLAN, "appendix", italic=True),
    Case("appendix-number/again", PLAN, {}, ("Phụ lục II", "Phụ lục III"), "parts", page=3),
]
