"""The pages beside what is being written: what passes from the end of the pause in typing until a
page in the middle is in sight, drawn, opened and made an image; against the 150 ms that are wanted.
"""

from __future__ import annotations

from functools import partial
from time import perf_counter

from measure import in_turns, tell

from core.office.draft import Article, Basis, CongVan, Document, Draft, Paragraph, Signer
from desktop import reference
from desktop.forms.document import render
from desktop.forms.template import load
from desktop.pages import PageServer

TEXT = (
    "Thực hiện Kế hoạch số 64/KH-QKMP ngày 05 tháng 10 năm 2026 của Quân khu Mô phỏng về tổ chức "
    "diễn tập khu vực phòng thủ năm 2026, Sư đoàn Bộ binh 999 (giả lập) báo cáo như sau. "
)
WIDTH = 560
"""Pixels across of the page beside the form at 1366×768."""
GOAL_MS = 150
PARAGRAPHS = {"letter of 1 page": 2, "letter of 10 pages": 34}
ARTICLES = {"decision of 10 pages": 34}
COMMON = {
    "issuer": ("Sư đoàn Bộ binh 999 (giả lập)",),
    "place": "Thành phố Mô Phỏng",
    "recipients": ("Phòng Tham mưu",),
    "file_copy": ("VT", "TM"),
    "signer": Signer(authority=("Sư đoàn trưởng",), rank="Đại tá", name="Trần Giả Định"),
}


def letter(paragraphs: int) -> Draft:
    """A fictional letter."""
    body = (Paragraph(TEXT * 4),) * paragraphs
    return CongVan(**COMMON, symbol="SĐ999-TM", subject="báo cáo kết quả", body=body)


def decision(articles: int) -> Draft:
    """A fictional decision."""
    return Document(
        **COMMON,
        template="quyet-dinh",
        type="quyet-dinh",
        symbol="QĐ-SĐ999",
        subject="ban hành kế hoạch diễn tập",
        lead=("Sư đoàn trưởng",),
        body=(Basis("Căn cứ Quy chế làm việc"), *(Article(TEXT * 4),) * articles),
    )


def shown(pages: PageServer, draft: Draft) -> float:
    """Seconds from the draft to the image of its middle page."""
    begun = perf_counter()
    drawn = render(draft, load(), reference.forms())
    handle = pages.open(drawn.pdf)
    pages.render(handle, drawn.pages // 2, WIDTH)
    taken = perf_counter() - begun
    pages.close(handle)
    return taken


def main() -> None:
    """The page process begins with this file: the measuring stands in a function."""
    server = PageServer()
    drafts = {name: letter(n) for name, n in PARAGRAPHS.items()}
    drafts |= {name: decision(n) for name, n in ARTICLES.items()}
    try:
        for name, draft in drafts.items():
            [taken] = in_turns(8, partial(shown, server, draft))
            tell(
                f"preview, {name}", taken * 1000, "ms",
                against="wanted after the pause", peer=GOAL_MS, limit=1,
            )  # fmt: skip
    finally:
        server.stop()


if __name__ == "__main__":
    main()
