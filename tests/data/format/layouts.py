"""Whole papers as offices make them with a word processor, each with all that it really breaks."""

from __future__ import annotations

from typing import Any

from tests.data.format import clean, heads, pictures
from tests.data.format.nd30 import BASE, Paper, change, swap
from tests.data.format.words import MORE

CV: dict[str, Any] = {"type": "cong-van"}
QD: dict[str, Any] = {"type": "quyet-dinh"}
THREE = ["BAN CHỈ ĐẠO ĐỔI MỚI", "CÔNG TÁC VĂN THƯ, LƯU TRỮ", "SƯ ĐOÀN BỘ BINH 999"]
MANY = [
    "- Như trên;",
    *[f"- Đại đội giả lập số {place};" for place in range(1, 39)],
    "- Lưu: VT, TM. N45.",
]
ROWS = [["STT", "Tên vật tư", "Đơn vị", "Ghi chú"]] + [
    [str(place), f"Vật tư huấn luyện giả lập số {place}", "Trung đoàn 9991", "Đủ"]
    for place in range(1, 41)
]
WIDE = {
    **clean.APPENDIX_1,
    "page": {"width": 297.0, "height": 210.0},
    "body": [("table", ROWS, [20.0, 120.0, 67.0, 40.0])],
}
OFFICE = {
    f"looks.{kind}.{name}": value
    for kind in ("text", "titled", "point")
    for name, value in (("size", 13), ("indent", 10), ("line", 150))
}
EXTREME = change(
    clean.cong_van,
    {
        **OFFICE,
        "page.left": 35.0,
        "page.right": 15.0,
        "page.top": 25.0,
        "page.bottom": 25.0,
        "looks.authority.size": 13,
        "looks.signer.size": 13,
        "looks.addressees.size": 13,
        "looks.motto.size": 13,
        "looks.state.size": 12,
    },
)
DEFAULTS = change(
    clean.cong_van_mot,
    {
        "page.left": 25.0,
        "page.right": 25.0,
        "page.top": 25.0,
        "page.bottom": 25.0,
        "looks.text.font": "Liberation Sans",
        "looks.text.size": 13,
        "looks.text.align": "start",
        "feet": 76.0,
    },
)
OLD = {
    **clean.cong_van_mot,
    "head": heads.underlined,
    "date": "Thành phố Mô Phỏng, ngày 09 tháng 06 năm 2026",
    "addressees": ["Phòng Hậu cần - Kỹ thuật Quân khu Mô phỏng"],
}
SPACES = swap(
    change(clean.cong_van_mot, {"looks.text.indent": 0}),
    "Các cơ quan, đơn vị quán",
    "     Các cơ quan, đơn vị quán",
)
SPACES = swap(SPACES, "Trong quá trình", "     Trong quá trình")
LAYOUTS: dict[str, tuple[Paper, Paper, list[str]]] = {
    "tab-dau-trang": (
        change({**clean.quyet_dinh, "head": heads.tabs}, {"looks.motto.size": 13}),
        QD,
        [],
    ),
    "khung-chu": ({**clean.quyet_dinh, "head": heads.boxes}, QD, []),
    "dau-cach-lui-dong": (SPACES, CV, ["body-indent"]),
    "so-trang-chan-trang": (
        change(
            clean.cong_van,
            {"page.number_at": "bottom", "page.number_text": "- <text:page-number/> -"},
        ),
        CV,
        ["page-number-place"],
    ),
    "ba-dong-co-quan": ({**clean.cong_van_mot, "issuer": THREE}, CV, []),
    "bon-muoi-noi-nhan": ({**clean.cong_van, "recipients": MANY}, CV, []),
    "phu-luc-ngang": (
        {
            **clean.ke_hoach,
            "parts": [clean.APPENDIX_1 | {"head": "Phụ lục I"}, WIDE | {"head": "Phụ lục II"}],
        },
        {"type": "ke-hoach"},
        [],
    ),
    "bang-qua-trang": (
        {
            **clean.bao_cao,
            "body": [
                clean.bao_cao["body"][0],
                ("table", ROWS, [15.0, 75.0, 45.0, 25.0]),
                ("text", f"{MORE}/."),
            ],
        },
        {"type": "bao-cao"},
        [],
    ),
    "hai-nguoi-ky": (
        {
            **clean.bien_ban,
            "secretary": (["KT. TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"], "Trung tá Hoàng Văn Phỏng"),
            "authority": ["KT. SƯ ĐOÀN TRƯỞNG", "PHÓ SƯ ĐOÀN TRƯỞNG"],
        },
        {"type": "bien-ban"},
        [],
    ),
    "khan-docx": (
        {**clean.cong_van_mot, "urgency": {"words": "THƯỢNG KHẨN", "width": 40}},
        {"type": "cong-van", "urgency": "very_urgent"},
        [],
    ),
    "quyet-dinh-docx": (clean.quyet_dinh_gian_tiep, QD, []),
    "bao-cao-docx": (clean.bao_cao, {"type": "bao-cao"}, []),
    "anh-quet": (
        {**BASE, "separate": True, "scan": pictures.scan, "scan_at": (0, 0, 210, 297)},
        CV,
        ["no-text"],
    ),
    "can-duoi-can-tren": (EXTREME, CV, []),
    "mac-dinh-soan-thao": (
        DEFAULTS,
        CV,
        ["margin-left", "margin-right", "font-family", "body-justified"],
    ),
    "thoi-quen-cu": (OLD, CV, ["issuer-line-length", "date-zero"]),
    "du-thao": (
        {
            **clean.cong_van,
            "number": "Số:         /SĐ999-TM",
            "date": "Thành phố Mô Phỏng, ngày       tháng 11 năm 2026",
        },
        {**CV, "draft": True},
        [],
    ),
    "sao-y-giay": ({**clean.cong_van_mot, "copied": heads.copied}, CV, []),
    "cua-dang": (
        {
            **clean.quyet_dinh,
            "head": heads.party,
            "title": "NGHỊ QUYẾT",
            "authority": ["T/M ĐẢNG ỦY", "BÍ THƯ"],
        },
        {},
        ["other-form"],
    ),
}
