"""Awkward letters stay sound: nothing overlaps, leaves the margins, is lost or stands alone."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, example, given, settings

from core.office.draft import (
    Basis,
    Checker,
    Clause,
    CongVan,
    Heading,
    Paragraph,
    Point,
    Signer,
)
from core.office.draft_labels import labels
from core.office.typography import bare, closed, dashed, ended, file_copy
from desktop import reference
from desktop.forms.document import Rendered, render
from desktop.forms.template import load
from tests.core.office.letters import LETTER, LETTERS
from tests.desktop.forms.reading import MM, Reading, Span, read

if TYPE_CHECKING:
    from collections.abc import Iterator

Box = tuple[float, float, float, float]
TEMPLATE = load()
INK = 1.0  # points by which strokes and leaning letters leave their room

LINE = "Các đơn vị thực hiện nghiêm túc Kế hoạch và báo cáo kết quả về Sư đoàn. "
TALL = "Ế Ỗ Ẳ Ự Ỵ gọn ghẽ "


def changed(**change: Any) -> CongVan:
    return msgspec.structs.replace(LETTER, **change)


AWKWARD = {
    "nothing written": CongVan(),
    "forty recipients": changed(recipients=tuple(f"Trung đoàn {number}" for number in range(40))),
    "more recipients than a page holds": changed(
        recipients=tuple(f"Tiểu đoàn {number}" for number in range(150))
    ),
    "forty addressees": changed(addressees=tuple(f"Trung đoàn {n}" for n in range(40))),
    "an agency of three lines": changed(
        parent=("Sư đoàn Bộ binh 999 (giả lập)",),
        issuer=("Phòng Hậu cần - Kỹ thuật", "Trung tâm Bảo đảm vật chất và", "Sửa chữa 9990"),
    ),
    "long names": changed(
        place="Xã Mô Phỏng Thượng Hạ Liên Khu Kinh tế Giả lập số 99",
        symbol="SĐ999-" + "ABCDEFGH-" * 10 + "TM",
        subject="đề nghị xem xét " * 24,
        addressees=("Ban Chỉ đạo " * 30,),
        signer=Signer(
            authority=("TL. Tư lệnh Quân khu Mô phỏng phía Đông Nam", "Chánh Văn phòng " * 5),
            rank="Thượng tá QNCN",
            name="Công Tằng Tôn Nữ Nguyễn Trần Giả Định Mô Phỏng Thử Nghiệm",
        ),
    ),
    "tall letters everywhere": changed(
        parent=(TALL, TALL), issuer=(TALL, TALL), place=TALL, subject=TALL * 8,
        addressees=(TALL, TALL), recipients=(TALL,) * 5,
        body=(Basis(TALL * 9), Heading("part", TALL), Clause(TALL * 9), Point(TALL * 9)),
        signer=Signer(authority=(TALL, TALL), rank="Đại tá", name=TALL),
    ),
    "eight checkers": changed(
        checkers=tuple(
            Checker(duty=duty, name="Lê Thử") for duty in ("content",) * 5 + ("format",) * 3
        ),
    ),
    "headings only": changed(body=(Heading("part", "Tình hình"),) * 60),
    "one word longer than a line": changed(body=(Paragraph("a" * 400),), subject="b" * 200),
    "letters of many kinds": changed(
        body=(Paragraph("".join(map(chr, range(0x1EA0, 0x1EFA))) + " " + "αβγδεζηθ" * 20),) * 3
    ),
}  # fmt: skip


def inside(inner: Box, outer: Box, slack: float = INK) -> bool:
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )


def overlap(one: Box, other: Box, slack: float = 0.05) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > slack and down > slack


def printed(reading: Reading) -> tuple[Box, list[Span]]:
    """The text area and all that stands in it; page numbers are outside."""
    page = TEMPLATE.page
    area = (
        page.left_mm * MM,
        page.bottom_mm * MM,
        reading.width - page.right_mm * MM,
        reading.height - page.top_mm * MM,
    )
    numbers = [span for span in reading.spans if span.low > area[3]]
    assert [(span.page, span.text) for span in numbers] == [
        (page, str(page + 1)) for page in range(1, reading.pages)
    ]
    return area, [span for span in reading.spans if span not in numbers]


def assert_sound(rendered: Rendered, draft: CongVan) -> None:
    reading = read(rendered.pdf)
    area, spans = printed(reading)
    assert reading.pages == rendered.pages
    for span in spans:
        assert inside((span.x0, span.low, span.x1, span.high), area), span.text
    for number in range(reading.pages):
        here = [span for span in spans if span.page == number]
        assert here, f"page {number + 1} is empty"
        for one, other in combinations(here, 2):
            assert not overlap(one.band, other.band), (one.text, other.text)
    assert_fields(rendered, spans, area)
    assert_together(rendered, spans)
    assert "".join(span.text for span in in_order(spans)).replace(" ", "") == expected(draft)


def in_order(spans: list[Span]) -> list[Span]:
    """A list of recipients that goes on over the page is read as one list."""
    listed = [span for span in spans if span.size == 11]
    rest = [span for span in spans if span.size != 11]
    title = next(at for at, span in enumerate(rest) if span.text == "Nơi nhận:")
    return [*rest[: title + 1], *listed, *rest[title + 1 :]]


def assert_fields(rendered: Rendered, spans: list[Span], area: Box) -> None:
    for field in rendered.fields:
        assert inside(field.box, area), field.name
        for span in spans:
            if span.page == field.page:
                letters = (span.x0, span.low, span.x1, span.high)
                assert not overlap(field.box, letters, 0.5), (field.name, span.text)
    pictures = {"KyChinh", "ConDau"}
    for one, other in combinations(rendered.fields, 2):
        if one.page == other.page and {one.name, other.name} != pictures:
            assert not overlap(one.box, other.box), (one.name, other.name)


def assert_together(rendered: Rendered, spans: list[Span]) -> None:
    """Signature and seal share a page, and two lines of the text stand there with them."""
    place = {field.name: field.page for field in rendered.fields}
    assert place["KyChinh"] == place["ConDau"]
    assert place["SoVanBan"] == place["NgayVanBan"] == 0
    foot = next(span for span in spans if span.text.startswith("Nơi nhận:"))
    lines = [span for span in spans if span.size == 14 and not span.text.startswith("Độc lập")]
    whole = [span for span in lines if (span.page, -span.baseline) < (foot.page, -foot.baseline)]
    beside = [span for span in whole if span.page == place["KyChinh"] == foot.page]
    assert len(beside) >= min(2, len(whole))


def expected(draft: CongVan) -> str:
    """All that must be read on the pages, without spaces, composed from the draft by the law."""
    return "".join("".join(_expected(draft)).split())


def _expected(draft: CongVan) -> Iterator[str]:
    yield from (line.upper() for line in (*draft.parent, *draft.issuer))
    yield "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Độc lập - Tự do - Hạnh phúc"
    yield f"Số:/{draft.symbol}"
    yield f"{draft.place}," if draft.place else ""
    yield f"V/v {draft.subject}" if draft.subject else ""
    yield {"urgent": "KHẨN", "very_urgent": "THƯỢNG KHẨN", "express": "HỎA TỐC"}.get(
        draft.urgency.value, ""
    )
    yield "Kính gửi:"
    yield from ended(draft.addressees) if len(draft.addressees) < 2 else dashed(draft.addressees)
    yield from _blocks(draft)
    copy = [file_copy(draft.file_copy)] if draft.file_copy else []
    listed = dashed([*draft.recipients, *copy])
    signer = [line.upper() for line in draft.signer.authority]
    signer += [draft.signer.rank, draft.signer.name]
    yield from ("Nơi nhận:", *listed, *signer)


def _blocks(draft: CongVan) -> Iterator[str]:
    last = len(draft.body) - 1
    for at, (block, label) in enumerate(zip(draft.body, labels(draft.body), strict=True)):
        text = block.text
        if isinstance(block, Heading):
            text = text.upper()
        elif isinstance(block, Basis):
            follows = at < last and isinstance(draft.body[at + 1], Basis)
            text = bare(text) + (";" if follows else ".")
        elif at == last and not (isinstance(block, Clause) and block.titled):
            text = closed(text)
        yield f"{label}{text}"


@pytest.mark.parametrize("name", AWKWARD)
def test_awkward_letters(name: str) -> None:
    assert_sound(render(AWKWARD[name], TEMPLATE, reference.forms()), AWKWARD[name])


@pytest.mark.parametrize("lines", range(22, 40))
def test_every_length_around_the_end_of_a_page(lines: int) -> None:
    draft = changed(body=(Paragraph(LINE * 2),) * (lines // 2) + (Paragraph("Hết."),) * (lines % 2))
    assert_sound(render(draft, TEMPLATE, reference.forms()), draft)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(LETTERS)
@example(CongVan())
def test_any_letter_is_sound(draft: CongVan) -> None:
    assert_sound(render(draft, TEMPLATE, reference.forms()), draft)
