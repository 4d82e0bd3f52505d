"""The second half of the papers that break one statement: text, signatures, marks, appendices."""

from __future__ import annotations

from tests.data.format import clean, pictures
from tests.data.format.broken import (
    APART,
    DECISION,
    FULL,
    LETTER,
    ONE,
    PLAN,
    RULES,
    SCAN,
    SIGNED,
    WIRE,
    Case,
    inside,
    look,
)
from tests.data.format.words import BASES

LAST = "- Lưu: VT, TM. N08."
BODY = [
    look("basis-size", DECISION, "basis", size=12),
    look("basis-style", DECISION, "basis", italic=False),
    Case(
        "basis-case",
        DECISION,
        {},
        ("Căn cứ Quy chế làm việc của Sư đoàn Bộ binh 999", "CĂN CỨ QUY CHẾ LÀM VIỆC CỦA SƯ ĐOÀN"),
    ),
    Case(
        "basis-lines",
        DECISION,
        {
            "body": [
                ("basis", f"{BASES[0][1]} căn cứ Kế hoạch công tác năm 2026;"),
                *DECISION["body"][2:],
            ]
        },
    ),
    Case("basis-semicolon", DECISION, {}, ("(giả lập);", "(giả lập).")),
    Case("basis-period", DECISION, {}, ("của Tham mưu trưởng.", "của Tham mưu trưởng;")),
    Case("heading-roman", RULES, {}, ("Chương II", "Chương 2", "Chương I", "Chương 1"), "parts"),
    Case("heading-arabic", RULES, {}, ("Mục 1", "Mục I", "Mục 2", "Mục II"), "parts"),
    Case("heading-order", RULES, {}, ("Chương II", "Chương III"), "parts"),
    Case("heading-case", RULES, {}, ("Chương I", "CHƯƠNG I"), "parts"),
    look("heading-size", RULES, "heading", size=12),
    look("heading-style", RULES, "heading", bold=False),
    look("heading-place", RULES, "heading", align="start"),
    Case("heading-title-case", RULES, {}, ("TIẾP NHẬN VÀ XỬ LÝ", "Tiếp nhận và xử lý"), "parts"),
    look("heading-title-size", RULES, "heading_title", size=12),
    look("heading-title-style", RULES, "heading_title", bold=False),
    look("heading-title-place", RULES, "heading_title", align="start"),
    Case("article-form", DECISION, {}, ("**Điều 2.**", "**Điều 2:**")),
    Case("article-order", DECISION, {}, ("**Điều 3.**", "**Điều 4.**")),
    Case("article-style", DECISION, {}, ("**Điều", "Điều", ".** ", ". ")),
    inside("article-size", RULES, "article", size=13),
    inside("article-indent", RULES, "article", indent=0),
    Case("clause-form", RULES, {}, ("1. Các cơ", "1) Các cơ", "2. Tổ chức", "2) Tổ chức"), "parts"),
    Case("clause-order", RULES, {}, ("2. Tổ chức, cá nhân", "3. Tổ chức, cá nhân"), "parts"),
    inside("clause-style", RULES, "clause", italic=True),
    inside("clause-size", RULES, "clause", size=13),
    Case("point-form", LETTER, {}, ("c) Chuẩn bị", "c. Chuẩn bị")),
    Case(
        "point-order",
        LETTER,
        {},
        ("đ) Báo", "e) Báo", "e) Phối", "f) Phối"),
    ),
    look("point-style", LETTER, "point", italic=True),
    look("point-size", LETTER, "point", size=13),
    Case("text-end", ONE, {}, ("./.", ".")),
]
FOOT = [
    Case("authority-missing", ONE, {"authority": []}),
    Case("authority-case", ONE, {"authority": ["Sư đoàn trưởng"]}),
    look("authority-size", ONE, "authority", size=12),
    look("authority-style", ONE, "authority", bold=False),
    Case("signer-missing", ONE, {"signer": ""}),
    Case("signer-case", ONE, {"signer": "ĐẠI TÁ NGUYỄN VĂN MẪU"}),
    look("signer-size", ONE, "signer", size=12),
    look("signer-style", ONE, "signer", bold=False),
    look("signer-place", ONE, "signer", align="start"),
    Case("signature-place", SIGNED, {"signature": {"shift": 14}}),
    Case("signature-colour", SIGNED, {"signature": {"colour": (20, 20, 20)}}),
    Case("seal-colour", SIGNED, {"seal": {"colour": (30, 60, 200)}}),
    Case("seal-overlap", SIGNED, {"seal": {"part": 0.85}}),
    Case("seal-overlap/apart", SIGNED, {"seal": {"part": -0.05}}),
    Case("seal-overlap/right", SIGNED, {"seal": {"x": 46}}),
    Case("seal-size", SIGNED, {"seal": {"size": 26.0}}),
    Case(
        "seal-attachment",
        clean.quyet_dinh_ky_so,
        {"parts": [{**part, "body": [*part["body"], ("images", "")]} for part in RULES["parts"]]},
        page=3,
    ),
]
TO = [
    Case(
        "addressees-missing",
        ONE,
        {"addressees": [], "recipients": ["- Trung đoàn 9991;", "- Trung đoàn 9992;", LAST]},
    ),
    Case("addressees-case", ONE, {"to_word": "KÍNH GỬI:"}),
    look("addressees-size", ONE, "addressee", size=12),
    look("addressees-style", ONE, "addressee", italic=True),
    look("addressees-style/bold", ONE, "addressee", bold=True),
    Case("addressees-one", ONE, {"addressees": ["- Phòng Hậu cần - Kỹ thuật Quân khu."]}),
    Case(
        "addressees-dashes",
        LETTER,
        {"addressees": ["Trung đoàn 9991;", "Trung đoàn 9992;", "Đại đội Thông tin 18."]},
    ),
    Case("addressees-ends", LETTER, {}, ("9991;", "9991,", "9992;", "9992,"), "addressees"),
    Case("addressees-align", LETTER, {"dash_steps": [0, 8, 16]}),
    Case("recipients-missing", ONE, {"recipients_title": ""}),
    Case("recipients-title-case", ONE, {"recipients_title": "NƠI NHẬN:"}),
    look("recipients-title-size", ONE, "recipients_title", size=14),
    look("recipients-title-style", ONE, "recipients_title", bold=False),
    look("recipients-title-level", ONE, "recipients_title", before=45),
    look("recipients-title-left", ONE, "recipients_title", left=15),
    look("recipients-size", ONE, "recipients", size=13),
    look("recipients-style", ONE, "recipients", italic=True),
    Case("recipients-case", ONE, {"recipients": ["- Như trên;", "- CHÍNH ỦY SƯ ĐOÀN;", LAST]}),
    Case("recipients-dashes", ONE, {"recipients": ["- Như trên;", "Chính ủy Sư đoàn;", LAST]}),
    Case("recipients-semicolon", ONE, {"recipients": ["- Như trên;", "- Chính ủy Sư đoàn,", LAST]}),
    Case(
        "recipients-period", ONE, {"recipients": ["- Như trên;", "- Chính ủy Sư đoàn;", LAST[:-1]]}
    ),
    Case("recipients-copy", ONE, {"recipients": ["- Như trên;", "- Chính ủy Sư đoàn."]}),
    Case("recipients-above", ONE, {"recipients": ["- Phòng Hậu cần - Kỹ thuật;", LAST]}),
    Case(
        "recipients-direct", DECISION, {"recipients": ["- Như trên;", "- Phòng Chính trị;", LAST]}
    ),
]
BLACK = "1pt solid #000000"
MARKS = [
    Case("urgency-missing", ONE, record={"urgency": "express"}),
    Case("urgency-case", WIRE, {"urgency": {"words": "Hỏa tốc", "width": 30}}),
    look("urgency-size", WIRE, "urgency", size=11),
    look("urgency-style", WIRE, "urgency", bold=False),
    Case("urgency-frame", WIRE, {"urgency": {"words": "HỎA TỐC", "width": 30, "border": "none"}}),
    Case("urgency-frame-size", WIRE, {"urgency": {"words": "HỎA TỐC", "width": 36}}),
    Case(
        "urgency-frame-size/high", WIRE, {"urgency": {"words": "HỎA TỐC", "width": 30, "high": 11}}
    ),
    Case("urgency-colour", WIRE, {"urgency": {"words": "HỎA TỐC", "width": 30, "border": BLACK}}),
    look("urgency-colour/text", WIRE, "urgency", colour="#000000"),
    Case("urgency-place", WIRE, {"urgency": {"words": "HỎA TỐC", "width": 30, "x": 100}}),
    Case("circulation-case", FULL, {"circulation": {"words": "Lưu hành nội bộ"}}),
    look("circulation-size", FULL, "circulation", size=11),
    look("circulation-style", FULL, "circulation", bold=False),
    Case(
        "circulation-frame", FULL, {"circulation": {"words": "LƯU HÀNH NỘI BỘ", "border": "none"}}
    ),
    Case("circulation-place", FULL, {"circulation": {"words": "LƯU HÀNH NỘI BỘ", "x": 0}}),
    look("marker-size", FULL, "marker", size=14),
    look("marker-style", FULL, "marker", italic=True),
    look("contact-size", FULL, "contact", size=9),
    look("contact-style", FULL, "contact", italic=True),
    Case("contact-line", FULL, {"contact_line": False}),
    Case("contact-place", FULL, {"contact_y": 205}),
]
APPENDICES = [
    Case("appendix-case", PLAN, {}, ("Phụ lục I", "PHỤ LỤC I"), "parts"),
    look("appendix-size", PLAN, "appendix", size=13),
    look("appendix-style", PLAN, "appendix", bold=False),
    look("appendix-place", PLAN, "appendix", align="start"),
    Case(
        "appendix-number", PLAN, {}, ("Phụ lục II", "Phụ lục 2", "Phụ lục I", "Phụ lục 1"), "parts"
    ),
    Case("appendix-title-case", PLAN, {}, ("DANH MỤC VẬT TƯ BẢO ĐẢM", "Danh mục vật tư"), "parts"),
    look("appendix-title-size", PLAN, "appendix_title", size=12),
    look("appendix-title-style", PLAN, "appendix_title", bold=False),
    look("appendix-title-place", PLAN, "appendix_title", align="start"),
    Case("appendix-reference-form", PLAN, {}, ("(Kèm", "Kèm", "999)", "999"), "parts"),
    look("appendix-reference-size", PLAN, "reference", size=12),
    look("appendix-reference-style", PLAN, "reference", italic=False),
]
SIGN = "09/KH-SĐ999; 2026-11-05T08:30:15+07:00"
WHEN = "2026-11-22T08:30:15+07:00"
CORNER = [
    Case("corner-missing", APART, {"corner": []}),
    Case("corner-missing/copy", SCAN, {"corner": []}),
    Case("corner-place", APART, {"corner_at": (30.0, 8.0), "looks.corner.align": "start"}),
    look("corner-size", APART, "corner", size=12),
    look("corner-style", APART, "corner", italic=True),
    Case("corner-case", SCAN, {"corner": ["SAO Y; SƯ ĐOÀN BỘ BINH 999", WHEN]}),
    look("corner-colour", APART, "corner", colour="#c00000"),
    Case("corner-time", APART, {"corner": ["09/KH-SĐ999; 05/11/2026"]}),
    Case("corner-words", APART, {"corner": [SIGN.split("; ")[1]]}),
    Case("corner-words/copy", SCAN, {"corner": [f"Sư đoàn Bộ binh 999; {WHEN}"]}),
    Case("corner-image", APART, {"corner_seal": True}),
    Case("scan-version", SCAN),
    Case("scan-colour", SCAN, {"scan": pictures.grey_scan}),
    Case("scan-resolution", SCAN, {"scan": pictures.coarse_scan}),
    Case(
        "scan-scale",
        SCAN,
        {
            "page.width": 148.0,
            "page.height": 210.0,
            "scan_at": (0, 0, 148, 210),
            "corner_at": (58.0, 8.0),
        },
    ),
]
CASES = [*BODY, *FOOT, *TO, *MARKS, *APPENDICES, *CORNER]
