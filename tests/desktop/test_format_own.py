"""What the program prints itself gives the format checker nothing to say, in any family."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from core.office.draft import (
    Appendix,
    Article,
    Attached,
    Basis,
    Clause,
    Document,
    Fact,
    Heading,
    Paragraph,
    Point,
    Table,
)
from core.office.format.check import check
from core.office.format.finding import Record
from core.office.terms import Urgency
from desktop.format_reader import read_layout
from desktop.forms.document import render
from desktop.forms.template import load
from desktop.reference import forms
from tests.core.office.letters import LETTER

if TYPE_CHECKING:
    from core.office.draft import Draft

TEXT = (
    "Các cơ quan, đơn vị quán triệt nội dung văn bản này đến toàn thể cán bộ, chiến sĩ; tổ chức"
    " thực hiện nghiêm túc, đúng thời gian. "
)
DECISION = (
    Basis("Căn cứ Quy chế làm việc (giả lập) ngày 01 tháng 01 năm 2026 của Quân khu Mô phỏng"),
    Basis("Theo đề nghị của Tham mưu trưởng"),
    *(Article(TEXT), Article(TEXT * 2), Article("Quyết định này có hiệu lực kể từ ngày ký")),
)
TEXTS = (
    *(Paragraph(TEXT * 3), Clause(TEXT * 2), Point("Một nội dung"), Point("Hai nội dung")),
    *(Clause(TEXT), Paragraph(TEXT)),
)
STATUTE = Attached(
    type="quy-che",
    subject="Quy chế thử nghiệm",
    body=(
        *(Heading(level="chapter", text="Quy định chung"), Article("Phạm vi", titled=True)),
        *(Paragraph(TEXT * 4), Article("Đối tượng", titled=True), Clause(TEXT), Clause(TEXT * 9)),
    ),
)
APPENDICES = (
    Appendix(title="Danh sách", body=(Paragraph(TEXT), Table(rows=(("TT", "Tên"), ("1", "A"))))),
    Appendix(title="Danh mục", body=(Paragraph(TEXT * 40),)),
)
MORE: dict[str, dict[str, Any]] = {
    "nghi-quyet": {"circulation": "Lưu hành nội bộ"},
    "quyet-dinh": {"marker": "PL.(300)", "urgency": Urgency.URGENT},
    "quyet-dinh-gian-tiep": {"attached": STATUTE},
    "co-ten-loai": {"appendices": APPENDICES},
    "giay-moi": {"contact": ("Số 1 Đường Giả Lập, Mô Phỏng", "Điện thoại: (giả lập)")},
}


def of_family(code: str) -> Draft:
    family = next(one for one in forms().families.items if one.code == code)
    kind = next(one for one in forms().types.items if one.code == family.types[0])
    decides = kind.code in ("quyet-dinh", "nghi-quyet")
    asks = "addressees" in family.parts
    return Document(
        **{name: getattr(LETTER, name) for name in ("parent", "issuer", "place", "signer")},
        template=code,
        type=kind.code,
        symbol=f"{kind.abbr}-SĐ999",
        subject="thử nghiệm mẫu văn bản của Sư đoàn năm 2026",
        lead=("Sư đoàn trưởng",),
        facts=tuple(Fact(key=label.key, text="nội dung giả lập") for label in family.facts),
        addressees=("Tham mưu trưởng",) if asks else (),
        body=DECISION if decides else TEXTS,
        recipients=("Như trên" if asks else "Các cơ quan, đơn vị", "Chính ủy Sư đoàn"),
        file_copy=("VT", "TM"),
        **MORE.get(code, {}),
    )


LETTERS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "urgent": {"urgency": Urgency.EXPRESS},
    "three pages": {"body": (Paragraph(TEXT * 8),) * 7},
    "several addressees": {"addressees": ("Phòng Tham mưu", "Ban Hậu cần - Kỹ thuật " * 4)},
    "forty recipients": {"recipients": ("Như trên", *(f"Tiểu đoàn {n}" for n in range(40)))},
}


def found(draft: Draft, code: str) -> list[str]:
    pdf = render(draft, load(), forms(), "DỮ LIỆU GIẢ LẬP").pdf
    record = Record(type=code, draft=True, urgency=draft.urgency)
    return [finding.rule for finding in check(read_layout(pdf), forms().types.items, record)]


@pytest.mark.parametrize("change", LETTERS.values(), ids=LETTERS)
def test_letters_are_clean(change: dict[str, Any]) -> None:
    assert found(msgspec.structs.replace(LETTER, **change), "cong-van") == []


@pytest.mark.parametrize(
    "code", [family.code for family in forms().families.items if family.code != "cong-van"]
)
def test_every_family_is_clean(code: str) -> None:
    draft = of_family(code)
    assert isinstance(draft, Document)
    assert found(draft, draft.type) == []
