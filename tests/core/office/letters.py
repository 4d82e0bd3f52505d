"""Fictional letters for tests, and a strategy that makes any letter a drafter could write."""

from __future__ import annotations

from unicodedata import normalize

from hypothesis import strategies as st

from core.office.draft import (
    Appendix,
    Article,
    Attached,
    Basis,
    Checker,
    Clause,
    CongVan,
    Document,
    Fact,
    Heading,
    Item,
    Paragraph,
    Point,
    Signer,
    Table,
)
from core.office.terms import Urgency

LETTER = CongVan(
    parent=("Quân khu Mô phỏng",),
    issuer=("Sư đoàn Bộ binh 999", "(giả lập)"),
    symbol="SĐ999-TM",
    place="Thành phố Mô Phỏng",
    subject="báo cáo kết quả chuẩn bị diễn tập khu vực phòng thủ năm 2026",
    addressees=("Bộ Tham mưu Quân khu Mô phỏng",),
    body=(
        Paragraph(
            "Thực hiện Kế hoạch số 64/KH-QKMP ngày 05 tháng 10 năm 2026 của Quân khu Mô phỏng về tổ"
            " chức diễn tập khu vực phòng thủ năm 2026; trên cơ sở kết quả khảo sát địa bàn và đề"
            " xuất của các cơ quan, đơn vị, Sư đoàn Bộ binh 999 báo cáo như sau:"
        ),
        Clause("Bảo đảm ăn, nghỉ cho 420 đồng chí trong 06 ngày tại 03 khu vực tập kết."),
        Clause("Bảo đảm phương tiện cơ động:"),
        Point("24 lượt xe tải, 08 lượt xe chỉ huy;"),
        Point("dự trữ nhiên liệu theo định mức hiện hành."),
        Paragraph(
            "Sư đoàn Bộ binh 999 kính báo cáo Bộ Tham mưu Quân khu Mô phỏng xem xét, chỉ đạo."
        ),
    ),
    recipients=("Như trên", "Thủ trưởng Sư đoàn", "Phòng Hậu cần - Kỹ thuật"),
    file_copy=("VT", "TM"),
    signer=Signer(
        authority=("KT. Sư đoàn trưởng", "Phó Sư đoàn trưởng"),
        rank="Thượng tá",
        name="Trần Giả Định",
    ),
    checkers=(
        Checker(duty="content", name="Lê Thử Nghiệm"),
        Checker(duty="format", name="Phạm Ví Dụ"),
    ),
)

_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
SYLLABLE = st.builds(
    lambda before, vowel, tone, after: normalize("NFC", before + vowel + tone + after),
    st.sampled_from(["", "b", "Đ", "ng", "th", "Tr", "q"]),
    st.sampled_from("aăâeêioôơuưyAÂÊÔƠƯ"),
    st.sampled_from(_TONES),
    st.sampled_from(["", "n", "ng", "ch", "t", "p"]),
)
WORD = st.one_of(
    SYLLABLE, SYLLABLE, SYLLABLE, st.sampled_from(["217/KH-SĐ999", "420", "–", "x" * 70])
)


def words(most: int) -> st.SearchStrategy[str]:
    """Running text of at most so many words."""
    return st.lists(WORD, min_size=1, max_size=most).map(" ".join)


def _short(most: int) -> st.SearchStrategy[str]:
    return words(most).map(lambda text: text[:100].strip())


def _few(most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(_short(most), max_size=4).map(tuple)


BLOCKS = st.one_of(
    st.builds(Paragraph, words(120)),
    st.builds(Basis, words(25)),
    st.builds(Heading, st.sampled_from(["part", "chapter", "section", "subsection"]), _short(12)),
    st.builds(Clause, words(60), st.booleans()),
    st.builds(Point, words(40)),
)
PARTS = st.one_of(
    BLOCKS,
    st.builds(Article, words(40), st.booleans()),
    st.builds(Item, words(40)),
    st.integers(1, 5).flatmap(
        lambda columns: st.builds(
            Table,
            rows=st.lists(
                st.tuples(*[words(6)] * columns),  # type: ignore[misc]
                min_size=1,
                max_size=8,
            ).map(tuple),
            head=st.integers(0, 2),
            widths=st.sampled_from([(), (100 // columns,) * columns]),
        )
    ),
)
BODIES = st.lists(PARTS, max_size=12).map(tuple)
OFFICIAL: dict[str, st.SearchStrategy[object]] = {
    "parent": _few(8),
    "issuer": _few(8),
    "symbol": st.sampled_from(["SĐ999-TM", "UBND-VX", "A" * 90, ""]),
    "place": _short(12),
    "subject": words(40).map(lambda text: text[:400].strip()),
    "urgency": st.sampled_from(Urgency),
    "addressees": st.lists(_short(14), max_size=12).map(tuple),
    "body": st.lists(BLOCKS, max_size=14).map(tuple),
    "recipients": st.lists(_short(10), max_size=70).map(tuple),
    "file_copy": _few(2),
    "signer": st.builds(Signer, authority=_few(10), rank=_short(2), name=_short(8)),
    "checkers": st.lists(
        st.builds(Checker, duty=st.sampled_from(["content", "format"]), name=_short(4)), max_size=8
    ).map(tuple),
}
LETTERS = st.builds(CongVan, **OFFICIAL)
DOCUMENTS = st.builds(
    Document,
    **OFFICIAL
    | {
        "body": BODIES,
        "template": st.sampled_from(["quyet-dinh-gian-tiep", "bien-ban", "giay-moi", "cong-dien"]),
        "type": st.sampled_from(["quyet-dinh", "bien-ban", "giay-moi", "cong-dien"]),
        "lead": _few(6),
        "circulation": _short(4),
        "marker": _short(1),
        "contact": _few(8),
        "facts": st.lists(
            st.builds(Fact, key=st.sampled_from(["venue", "time", "chair"]), text=words(9)),
            max_size=4,
        ).map(tuple),
        "attached": st.none()
        | st.builds(Attached, type=st.just("quy-che"), subject=words(20), body=BODIES),
        "appendices": st.lists(
            st.builds(Appendix, title=_short(9), body=BODIES, separate=st.booleans()), max_size=3
        ).map(tuple),
    },
)
