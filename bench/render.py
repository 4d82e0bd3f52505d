"""A letter as PDF: laying it out and drawing it, against reportlab drawing the finished lines."""

from __future__ import annotations

import tracemalloc
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING

from measure import cpu_of, in_turns, tell
from reportlab.pdfgen.canvas import Canvas

from core.office.draft import Checker, CongVan, Paragraph, Signer
from core.office.family import family_of
from core.office.printed import printed
from desktop import reference
from desktop.forms import body, fonts, foot, head, layout
from desktop.forms.document import render
from desktop.forms.template import load

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = (
    "Thực hiện Kế hoạch số 64/KH-QKMP ngày 05 tháng 10 năm 2026 của Quân khu Mô phỏng về tổ chức "
    "diễn tập khu vực phòng thủ năm 2026, Sư đoàn Bộ binh 999 (giả lập) báo cáo như sau. "
)
TEMPLATE = load()
FORMS = reference.forms()
PAPER = layout.sheet(TEMPLATE.page)


def letter(paragraphs: int) -> CongVan:
    """A fictional letter; three or four paragraphs fill a page."""
    return CongVan(
        issuer=("Sư đoàn Bộ binh 999 (giả lập)",),
        symbol="SĐ999-TM",
        place="Thành phố Mô Phỏng",
        subject="báo cáo kết quả chuẩn bị diễn tập",
        addressees=("Bộ Tham mưu Quân khu Mô phỏng",),
        body=(Paragraph(TEXT * 4),) * paragraphs,
        recipients=("Như trên",),
        file_copy=("VT", "TM"),
        signer=Signer(authority=("Sư đoàn trưởng",), rank="Đại tá", name="Trần Giả Định"),
        checkers=(Checker(duty="content"), Checker(duty="format")),
    )


def lines(draft: CongVan) -> list[list[layout.Run]]:
    """Every line of the finished pages with its place."""
    family = family_of(draft, FORMS.families)
    assert family is not None
    parts = [
        head.head(draft, TEMPLATE, PAPER),
        *body.text(printed(draft, family), TEMPLATE, PAPER),
    ]
    atoms = foot.closed(parts, draft, TEMPLATE, PAPER, PAPER.text_height)
    pages = layout.flow(atoms, PAPER.text_height)
    return [[mark for mark in marks if isinstance(mark, layout.Run)] for marks in pages]


def plain(pages: list[list[layout.Run]]) -> bytes:
    """The same lines drawn one by one, with nothing else thought about."""
    file = BytesIO()
    canvas = Canvas(
        file,
        pagesize=(PAPER.width, PAPER.height),
        pageCompression=1,
        initialFontName=fonts.REGULAR,
    )
    for runs in pages:
        for run in runs:
            canvas.setFont(run.kind.font, run.kind.size)
            canvas.drawString(
                run.x, PAPER.height - PAPER.top - run.y, run.text, wordSpace=run.stretch
            )
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def peak(draw: Callable[[], object]) -> float:
    """The most memory that drawing takes at once, in MB."""
    tracemalloc.start()
    draw()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """One page, ten, a hundred."""
    for paragraphs, times, limit in ((2, 8, 2), (36, 8, 2), (376, 3, 2.5)):
        draft = letter(paragraphs)
        pages = lines(draft)
        whole, bare = partial(render, draft, TEMPLATE, FORMS), partial(plain, pages)
        ours, peer = in_turns(times, partial(cpu_of, whole), partial(cpu_of, bare))
        what = f"letter of {len(pages)} pages" if len(pages) > 1 else "letter of 1 page"
        tell(
            what, ours * 1000, "ms", against="reportlab, lines given", peer=peer * 1000, limit=limit
        )
        tell(f"{what}, memory", peak(whole), "MB", against="lines given", peer=peak(bare), limit=3)


if __name__ == "__main__":
    main()
