"""Papers that no version of the checker was tried on before what they break was written down here.

As clerks make them: ragged text over several pages, marks of the typist in their own words, a
subject in bold, tight lines, letters too large, other programs.
"""

from __future__ import annotations

from typing import Any

from tests.data.format import clean, heads
from tests.data.format.nd30 import Paper, change
from tests.data.format.words import LONG, MORE

CV: dict[str, Any] = {"type": "cong-van"}
QD: dict[str, Any] = {"type": "quyet-dinh"}
_MANY = [
    (
        "text",
        f"Nội dung thứ {place} của đợt kiểm tra năm 2026 được tiến hành tại các đơn vị trực thuộc. "
        + (LONG if place % 2 else MORE),
    )
    for place in range(1, 15)
]
PAGES: Paper = {**clean.cong_van, "body": [*_MANY, ("text", f"{MORE}/.")]}
RAGGED = change(PAGES, {"looks.text.align": "start"})
SMALL = change(
    PAGES,
    {
        "looks.text.align": "start",
        "looks.text.size": 13,
        "looks.text.indent": 10,
        "page.left": 35.0,
    },
)
CODES = change(
    {
        **clean.cong_van_mot,
        "body": [
            (
                "text",
                f"Thực hiện Kế hoạch số {place}/KH-SĐ999-TM-CT-HCKT năm 2026 của Sư đoàn, các "
                f"đơn vị gửi Báo cáo/tổng-hợp-kết-quả-kiểm-tra lần {place} theo mẫu "
                f"MB-{place:02d}/SĐ999-TM-CT-HCKT và giữ nguyên số, ký hiệu ghi trên mẫu này.",
            )
            for place in range(1, 19)
        ]
        + [("text", f"{MORE}/.")],
    },
    {"looks.text.align": "start"},
)
LAYOUTS: dict[str, tuple[Paper, Paper, list[str]]] = {
    "rang-cua-qua-trang": (RAGGED, CV, ["body-justified"]),
    "rang-cua-co-nho": (SMALL, CV, ["body-justified"]),
    "rang-cua-ky-hieu": (CODES, CV, ["body-justified"]),
    "nhieu-trang-deu": (PAGES, CV, []),
    "trich-yeu-dam": (
        change(
            {
                **clean.cong_van_mot,
                "letter_subject": ["Trích yếu: Về việc cấp", "vật tư huấn luyện"],
            },
            {"looks.letter_subject.bold": True},
        ),
        CV,
        ["letter-subject-word", "letter-subject-style"],
    ),
    "so-ban-viet-tat": ({**clean.cong_van, "marker": "NVM.05b"}, CV, []),
    "so-ban-bang-loi": (
        change({**clean.cong_van, "marker": "Đánh máy: H. 05 bản"}, {"looks.marker.size": 12}),
        CV,
        ["marker-size"],
    ),
    "so-ban-chu-thuong": ({**clean.quyet_dinh, "marker": "Mẫu - 12 bản"}, QD, []),
    "nghi-quyet-docx": (clean.nghi_quyet, {"type": "nghi-quyet"}, []),
    "giay-moi-docx": (clean.giay_moi, {"type": "giay-moi"}, []),
    "noi-nhan-phong-la": (
        change(clean.to_trinh, {"looks.recipients.font": "DejaVu Sans"}),
        {"type": "to-trinh"},
        ["font-family"],
    ),
    "chu-to": (
        change(clean.bao_cao, {f"looks.{kind}.size": 15 for kind in ("text", "titled", "point")}),
        {"type": "bao-cao"},
        ["body-size"],
    ),
    "dong-sat": (change(PAGES, {"looks.text.line": 90}), CV, ["body-spacing"]),
    "dieu-khong-dam": (
        {
            **clean.quyet_dinh,
            "body": [
                (block[0], block[1].replace("**", ""), *block[2:])
                if block[0] == "article"
                else block
                for block in clean.quyet_dinh["body"]
            ],
        },
        QD,
        ["article-style"],
    ),
    "hop-chu-dong-sat": (
        change({**clean.quyet_dinh, "head": heads.boxes}, {"looks.article.before": 0}),
        QD,
        ["body-gap"],
    ),
    "nguoi-ky-thuong": (
        change(clean.to_trinh, {"looks.signer.bold": False, "looks.recipients.size": 13}),
        {"type": "to-trinh"},
        ["signer-style", "recipients-size"],
    ),
}
OTHERS = {
    "rang-cua-qua-trang-cairo": ("layout-rang-cua-qua-trang", "cairo"),
    "so-ban-viet-tat-ghostscript": ("layout-so-ban-viet-tat", "gs"),
}
