"""Whole papers whose text could mislead a program: long, nested, quoting, or drawn by others.

All are as the rules want them, but for the few whose findings are named.
"""

from __future__ import annotations

from typing import Any

from tests.data.format import clean
from tests.data.format.nd30 import Paper, change
from tests.data.format.words import BASES, LONG, MORE

CV: dict[str, Any] = {"type": "cong-van"}
QD: dict[str, Any] = {"type": "quyet-dinh"}
REPORT: dict[str, Any] = {"type": "bao-cao"}
QUOTING: Paper = {
    **clean.cong_van_mot,
    "letter_subject": ["V/v trả lời Công văn", "số 12/QKMP-TM ngày", "03 tháng 6 năm 2026"],
    "body": [
        (
            "text",
            "Trả lời Công văn số 12/QKMP-TM ngày 03/6/2026 về việc cấp vật tư huấn luyện, Sư "
            "đoàn Bộ binh 999 có ý kiến như sau: số lượng 1.250 bộ nêu tại Phụ lục I kèm theo Công "
            "văn là phù hợp với Điều 5 và khoản 2 Điều 7 của Quy chế bảo đảm vật tư.",
        ),
        (
            "text",
            "Kính gửi kèm theo là danh sách đơn vị nhận; nơi nhận: kho của Phòng Hậu cần - Kỹ "
            "thuật; thời gian: từ 08 giờ 00 ngày 5/7/2026. Căn cứ tình hình, đơn vị đề nghị cấp "
            "một lần.",
        ),
        (
            "text",
            "Điều 5 của Quy chế nêu rõ việc cấp phát theo quý, trừ trường hợp Thủ trưởng Sư "
            "đoàn quyết định khác; Chương III của Quy chế quy định về thanh quyết toán.",
        ),
        ("text", f"{MORE}/."),
    ],
}
NESTED: Paper = {
    **clean.bao_cao,
    "body": [
        ("text", LONG),
        ("titled", "I. TÌNH HÌNH CHUNG"),
        ("titled", "1. Đặc điểm tình hình"),
        ("text", LONG),
        ("titled", "1.1. Thuận lợi"),
        ("text", f"- {LONG}"),
        ("text", "- Cán bộ, chiến sĩ nhiệt tình, trách nhiệm."),
        ("titled", "1.2. Khó khăn"),
        ("text", f"+ {MORE}"),
        ("titled", "2. Kết quả"),
        *[("point", f"{letter}) Kết quả thứ {letter} của năm 2026;") for letter in "abcdđeghik"],
        ("titled", "II. PHƯƠNG HƯỚNG"),
        ("titled", "1. Nhiệm vụ chung"),
        ("text", MORE),
        ("titled", "2. Nhiệm vụ cụ thể"),
        ("point", "a) Củng cố tổ chức;"),
        ("point", "b) Bổ sung trang bị."),
        ("text", f"{LONG}/."),
    ],
}
ARTICLES: Paper = {
    **clean.quyet_dinh,
    "subject": [
        "Về việc giao nhiệm vụ cho các cơ quan, đơn vị tổ chức",
        "hội thao kỹ thuật, hội thi cán bộ văn thư giỏi",
        "và tổng kết phong trào thi đua năm 2026",
    ],
    "body": [
        *BASES,
        ("verb", "QUYẾT ĐỊNH:"),
        *[
            (
                "article",
                f"**Điều {place}.** Giao đơn vị số {place} chủ trì nội dung số {place}. {LONG}",
            )
            for place in range(1, 12)
        ],
        ("article", "**Điều 12.** Các cơ quan, đơn vị chịu trách nhiệm thi hành Quyết định này./."),
    ],
    "recipients": ["- Như Điều 12;", "- Chính ủy Sư đoàn (để báo cáo);", "- Lưu: VT, TM. N15."],
}
PEOPLE: Paper = {
    **clean.to_trinh,
    "issuer": ["VĂN PHÒNG", "BAN CHỈ ĐẠO HỘI THAO"],
    "authority": ["TL. SƯ ĐOÀN TRƯỞNG", "KT. CHỦ NHIỆM CHÍNH TRỊ", "PHÓ CHỦ NHIỆM CHÍNH TRỊ"],
    "signer": "Công Tằng Tôn Nữ Thị Hoàng Thí Nghiệm",
    "number": "Số: 108/TTr-VPBCĐ",
}
SMALL = change(
    clean.cong_van,
    {
        f"looks.{kind}.{name}": value
        for kind in ("text", "titled", "point")
        for name, value in (("size", 13), ("indent", 10), ("line", 100), ("before", 12))
    }
    | {
        "columns": (70.0, 90.0),
        "looks.parent.size": 12,
        "looks.issuer.size": 12,
        "looks.state.size": 12,
        "looks.motto.size": 13,
        "looks.date.size": 14,
        "looks.letter_subject.size": 13,
        "date": "Mô Phỏng, ngày 31 tháng 12 năm 2026",
        "page.bottom": 25.0,
        "issuer_line": {"part": 0.5},
    },
)
LIST = {
    **clean.ke_hoach,
    "body": [
        ("text", LONG),
        ("titled", "1. Thành phần"),
        *[("item", f"- Đơn vị số {place}: {MORE}") for place in range(1, 5)],
        (
            "table",
            [
                ["Nội dung", "Thời gian"],
                ["Khai mạc", "ngày 05/11/2026"],
                ["Bế mạc", "ngày 06/11/2026"],
            ],
            [100.0, 60.0],
        ),
        ("text", f"{MORE}/."),
    ],
    "looks": {**clean.ke_hoach["looks"], "cell": clean.ke_hoach["looks"]["recipients"]},
    "parts": [],
}
APPENDIX = {
    **clean.ke_hoach,
    "parts": [
        {
            **clean.APPENDIX_2,
            "head": "Phụ lục",
            "title": ["NỘI DUNG, THỜI GIAN", "VÀ PHÂN CÔNG THỰC HIỆN"],
            "reference": "(Kèm theo Kế hoạch số         /KH-SĐ999 ngày     tháng     năm 2026\n"
            "của Sư đoàn Bộ binh 999)",
            "line": {"part": 0.4},
        }
    ],
}
CARELESS = {
    **clean.quyet_dinh,
    "number": "Số: 7/QĐ - SĐ999",
    "date": "Thành phố Mô Phỏng, ngày 7 tháng 09 năm 2026",
    "body": [
        *BASES[:2],
        ("basis", "Theo đề nghị của Tham mưu trưởng;"),
        *clean.quyet_dinh["body"][3:-1],
        ("article", "**Điều 3.** Các cơ quan, đơn vị chịu trách nhiệm thi hành Quyết định này."),
    ],
    "recipients": ["- Như trên;", "- Phòng Chính trị,", "- Lưu: VT"],
}
HASTY = change(
    {
        **clean.cong_dien,
        "urgency": {"words": "HỎA TỐC", "width": 30, "border": "1pt solid #000000"},
    },
    {
        "looks.urgency.colour": "#000000",
        "looks.recipients.size": 12,
        "looks.recipients_title.size": 14,
        "page.left": 25.0,
        "looks.signer.bold": False,
    },
)
LAYOUTS: dict[str, tuple[Paper, Paper, list[str]]] = {
    "trich-dan": (QUOTING, CV, []),
    "nhieu-cap": (NESTED, REPORT, []),
    "muoi-hai-dieu": (ARTICLES, QD, []),
    "ba-dong-chuc-vu": (PEOPLE, {"type": "to-trinh"}, []),
    "co-nho-nhat": (SMALL, CV, []),
    "gach-dau-dong": (LIST, {"type": "ke-hoach"}, []),
    "phu-luc-de-trong": (APPENDIX, {"type": "ke-hoach"}, []),
    "cau-tha": (
        CARELESS,
        QD,
        [
            "number-padding",
            "number-spaces",
            "date-zero",
            "basis-period",
            "text-end",
            "recipients-direct",
            "recipients-semicolon",
            "recipients-period",
        ],
    ),
    "voi-vang": (
        HASTY,
        clean.HOA_TOC,
        [
            "urgency-colour",
            "recipients-size",
            "recipients-title-size",
            "margin-left",
            "signer-style",
        ],
    ),
}
