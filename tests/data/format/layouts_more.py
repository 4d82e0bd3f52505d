"""More whole papers: long entries, emphasis in the text, lines drawn otherwise, other programs."""

from __future__ import annotations

from typing import Any

from tests.data.format import clean, heads
from tests.data.format.nd30 import Paper, change
from tests.data.format.words import LONG, MORE

CV: dict[str, Any] = {"type": "cong-van"}
QD: dict[str, Any] = {"type": "quyet-dinh"}
WRAPPED: Paper = {
    **clean.cong_van,
    "addressees": [
        "- Trung đoàn 9991, Trung đoàn 9992, Trung đoàn 9993 và các tiểu đoàn trực thuộc;",
        "- Phòng Tham mưu, Phòng Chính trị, Phòng Hậu cần - Kỹ thuật Sư đoàn Bộ binh 999.",
    ],
    "body": [
        (
            "text",
            "Căn cứ Quy chế làm việc của Sư đoàn và tình hình thực tế, Sư đoàn Bộ binh 999 "
            "hướng dẫn các cơ quan, đơn vị thực hiện Điều 7. Khi thực hiện khoản 2 Điều 7. Điều 8. "
            "Điều 9. Điều 10. Điều 11. và điểm a) điểm b) điểm c) khoản 1. khoản 2. khoản 3. "
            "của Quy chế thì áp dụng như sau:",
        ),
        (
            "clause",
            "1. Về tổ chức: **các cơ quan** và ~~các đơn vị~~ rà soát, điều chỉnh nhiệm vụ.",
        ),
        ("clause", f"2. Về bảo đảm: {LONG}"),
        ("point", "a) Bảo đảm 100% quân số; tỷ lệ 1/3 - 1/2 số cán bộ có mặt;"),
        ("point", f"b) {MORE}"),
        ("clause", "3. Về thời gian: từ ngày 01 tháng 7 đến ngày 31 tháng 12 năm 2026."),
        ("text", f"{MORE}/."),
    ],
    "recipients": [
        "- Như trên;",
        "- Thủ trưởng Bộ Tư lệnh Quân khu Mô phỏng (để báo cáo);",
        "- Phòng Tham mưu, Phòng Chính trị, Phòng Hậu cần - Kỹ thuật Quân khu Mô phỏng;",
        "- Lưu: VT, TM (05b).",
    ],
}
LONG_ONE: Paper = {
    **clean.cong_van_mot,
    "addressees": [
        "Phòng Hậu cần - Kỹ thuật, Phòng Tham mưu và Phòng Chính trị thuộc Bộ Tư lệnh "
        "Quân khu Mô phỏng (giả lập)."
    ],
    "body": [
        ("text", f"**Một là**, {LONG}"),
        ("text", f"~~Hai là~~, {MORE}"),
        ("text", "Sư đoàn Bộ binh 999 đề nghị quan tâm giải quyết./."),
    ],
}
NOTICE: Paper = {
    **clean.ke_hoach,
    "number": "Số: 31/TB-SĐ999",
    "title": "THÔNG BÁO",
    "subject": ["Kết luận của Sư đoàn trưởng tại hội nghị giao ban tháng 10 năm 2026"],
    "body": [
        ("text", LONG),
        ("clause", f"1. {LONG}"),
        ("clause", f"2. {MORE}"),
        ("text", f"{MORE}/."),
    ],
    "authority": ["TL. SƯ ĐOÀN TRƯỞNG", "THAM MƯU TRƯỞNG"],
    "parts": [],
}
ORDER: Paper = {
    **NOTICE,
    "number": "Số: 01/CT-SĐ999",
    "title": "CHỈ THỊ",
    "subject": ["Về việc tăng cường công tác văn thư,", "lưu trữ trong toàn Sư đoàn"],
    "body": [*clean.cong_van["body"][1:9], ("text", f"{MORE}/.")],
}
DRAFT: Paper = {
    **clean.quyet_dinh,
    "number": "Số:         /QĐ-SĐ999",
    "date": "Thành phố Mô Phỏng, ngày       tháng       năm 2026",
}
THREE: Paper = {
    **clean.ke_hoach,
    "parts": [
        {**clean.APPENDIX_1, "head": f"Phụ lục {roman}", "body": clean.APPENDIX_2["body"][:length]}
        for roman, length in (("I", 2), ("II", 9), ("III", 1))
    ],
}
OTHERS = {  # the same page written again by programs that draw it in their own way
    "cong-van-ghostscript": ("clean-cong-van", "gs"),
    "quyet-dinh-ky-so-ghostscript": ("clean-quyet-dinh-ky-so", "gs"),
    "ke-hoach-cairo": ("clean-ke-hoach-phu-luc", "cairo"),
    "cong-van-day-du-cairo": ("clean-cong-van-day-du", "cairo"),
    "thoi-quen-cu-cairo": ("layout-thoi-quen-cu", "cairo"),
    "mac-dinh-ghostscript": ("layout-mac-dinh-soan-thao", "gs"),
    "goc-giay-lech": ("clean-cong-van", "shift"),
    "giay-xoay": ("clean-quyet-dinh", "turn"),
}
LAYOUTS: dict[str, tuple[Paper, Paper, list[str]]] = {
    "dong-dai": (WRAPPED, CV, []),
    "mot-noi-nhan-dai": (LONG_ONE, CV, []),
    "thong-bao": (NOTICE, {"type": "thong-bao"}, []),
    "chi-thi": (ORDER, {"type": "chi-thi"}, []),
    "quyet-dinh-du-thao": (DRAFT, {**QD, "draft": True}, []),
    "ba-phu-luc": (THREE, {"type": "ke-hoach"}, []),
    "duong-vien-doan": ({**clean.cong_van_mot, "head": heads.bordered}, CV, []),
    "hang-gach-noi": (
        {**clean.quyet_dinh, "head": heads.dashed},
        QD,
        ["issuer-line", "motto-line"],
    ),
    "phu-luc-rieng-chua-ky": (
        {**clean.phu_luc_rieng, "corner": []},
        {"type": "ke-hoach", "part": "appendix"},
        [],
    ),
    "le-rong-phai": (
        change(
            clean.bien_ban,
            {
                "page.right": 30.0,
                "columns": (60.0, 90.0),
                "looks.state.size": 12,
                "date": "Mô Phỏng, ngày 05 tháng 11 năm 2026",
            },
        ),
        {"type": "bien-ban"},
        ["margin-right"],
    ),
}
