"""Papers that break one statement of domain.md §3.2–3.5 or §4 and keep every other.

A case names its rule, the clean paper, the entries that are replaced, and words that are replaced
(only under the named entry where one is named). ``name/more`` is a further paper for a rule.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from tests.data.format import clean, heads
from tests.data.format.fodt import Look, width
from tests.data.format.nd30 import LOOKS, Paper, change, swap

LETTER, ONE, FULL = clean.cong_van, clean.cong_van_mot, clean.day_du
DECISION, RULES, REPORT = clean.quyet_dinh, clean.quyet_dinh_gian_tiep, clean.bao_cao
PLAN, WIRE, SIGNED = clean.ke_hoach, clean.cong_dien, clean.ky_so
APART, SCAN = clean.phu_luc_rieng, clean.sao_y
RECORDS: list[tuple[Paper, Paper]] = list(clean.CLEAN.values())


@dataclass(frozen=True)
class Case:
    """A rule (and what tells its papers apart), a base, and what is changed."""

    rule: str
    base: Paper
    steps: dict[str, Any] = field(default_factory=dict)
    words: tuple[str, ...] = ()  # pairs: old, new, old, new
    under: str = "body"
    record: dict[str, Any] = field(default_factory=dict)
    page: int = 0  # 0: as the rule and the base say


def paper_of(case: Case) -> Paper:
    """The paper of a case."""
    made = change(case.base, case.steps)
    pairs = list(zip(case.words[::2], case.words[1::2], strict=True))
    for old, new in pairs:
        made = {**made, case.under: swap(made[case.under], old, new)}
    if pairs and made[case.under] == case.base[case.under]:
        raise ValueError(case.rule)
    return made


def record_of(case: Case) -> Paper:
    """What is known beside the file: that of the clean paper, changed."""
    for paper, record in RECORDS:
        if paper is case.base:
            return {**record, **case.record}
    raise ValueError(case.rule)


def page_of(case: Case) -> int:
    """On which page the deviation stands first."""
    if case.page:
        return case.page
    later = case.under == "parts" or case.rule.startswith(("heading", "appendix"))
    numbered = case.rule.startswith("page-number") and "first" not in case.rule
    return 2 if later or numbered else 1


def look(rule: str, base: Paper, component: str, **changes: Any) -> Case:
    """A case that only changes how a component looks."""
    return Case(rule, base, {f"looks.{component}.{name}": it for name, it in changes.items()})


def inside(rule: str, base: Paper, kind: str, **changes: Any) -> Case:
    """A case that changes how one kind of block looks in the attached part only."""
    parts = [
        {
            **part,
            "body": [(*block, changes) if block[0] == kind else block for block in part["body"]],
        }
        for part in base["parts"]
    ]
    return Case(rule, base, {"parts": parts}, page=2)


def running(rule: str, **changes: Any) -> Case:
    """A case that changes all running text of the letter."""
    kinds = ("text", "titled", "point")
    return Case(
        rule,
        LETTER,
        {f"looks.{kind}.{name}": it for kind in kinds for name, it in changes.items()},
    )


def off(words: str, component: str, column: float, side: int) -> float:
    """How far words that stand at one side lie from the middle of their column."""
    return side * (column - width(words, LOOKS[component])) / 2


PARTS: dict[str, Any] = {"restart": False, "page": {"number_first": True}}
MIDDLE = Look(size=14, align="center")
PAGE = [
    Case("margin-left", LETTER, {"page.left": 25.0}),
    Case("margin-left/40", LETTER, {"page.left": 40.0, "columns": (57.0, 93.0), "feet": 70.0}),
    Case("margin-right", LETTER, {"page.right": 10.0, "columns": (64.0, 106.0)}),
    Case("margin-top", LETTER, {"page.top": 15.0}),
    Case("margin-bottom", LETTER, {"page.bottom": 12.0}),
    Case("page-size", LETTER, {"page.width": 215.9, "page.height": 279.4}),
    Case(
        "page-orientation",
        ONE,
        {"page.width": 297.0, "page.height": 210.0, "columns": (107.0, 140.0), "feet": 120.0},
    ),
    look("font-family", ONE, "text", font="DejaVu Serif"),
    look("text-colour", ONE, "text", colour="#1f3864"),
    Case("page-number-missing", LETTER, {"page.number_at": "none"}),
    Case("page-number-first", LETTER, {"page.number_first": True}),
    Case("page-number-order", LETTER, {"page.number_text": "3"}),
    Case("page-number-order/roman", LETTER, {"page.number_form": "i"}),
    Case("page-number-size", LETTER, {"page.number": replace(MIDDLE, size=11)}),
    Case("page-number-style", LETTER, {"page.number": replace(MIDDLE, italic=True)}),
    Case("page-number-style/bold", LETTER, {"page.number": replace(MIDDLE, bold=True)}),
    Case("page-number-place", LETTER, {"page.number_at": "bottom"}),
    Case("page-number-place/right", LETTER, {"page.number": replace(MIDDLE, align="end")}),
    Case("appendix-page-number", PLAN, {"parts": [{**part, **PARTS} for part in PLAN["parts"]]}),
    look("body-size", ONE, "text", size=12),
    look("body-justified", ONE, "text", align="start"),
    look("body-indent", ONE, "text", indent=0),
    running("body-gap", before=0),
    running("body-spacing", line=190),
]
ALONE: dict[str, Any] = {
    "head": heads.alone,
    "parent": ["QUÂN KHU", "MÔ PHỎNG"],
    "issuer": ["SƯ ĐOÀN", "BỘ BINH 999"],
    "date": "Mô Phỏng, ngày 12 tháng 02 năm 2026",
    "looks.parent.size": 12,
    "looks.issuer.size": 12,
}
HEAD = [
    Case("state-missing", ONE, {"state": ""}),
    Case("state-words", ONE, {"state": "CỘNG HÒA XÃ HỘI CHỦ NGHĨ VIỆT NAM"}),
    Case("state-case", ONE, {"state": "Cộng hòa xã hội chủ nghĩa Việt Nam"}),
    look("state-size", ONE, "state", size=11),
    Case("state-place", DECISION, ALONE),
    look("state-style", ONE, "state", bold=False),
    Case("motto-missing", ONE, {"motto": ""}),
    Case("motto-words", ONE, {"motto": "Độc lập - Dân chủ - Hạnh phúc"}),
    Case("motto-hyphens", ONE, {"motto": "Độc lập-Tự do-Hạnh phúc"}),
    Case("motto-hyphens/dash", ONE, {"motto": "Độc lập – Tự do – Hạnh phúc"}),
    Case("motto-case", ONE, {"motto": "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"}),
    look("motto-size", ONE, "motto", size=12),
    look("motto-style", ONE, "motto", bold=False),
    Case(
        "motto-place",
        ONE,
        {
            "looks.motto.align": "start",
            "motto_line": {"part": 1.0, "shift": off(ONE["motto"], "motto", 96, -1)},
        },
    ),
    look("motto-spacing", ONE, "motto", before=14),
    Case("motto-line", ONE, {"motto_line": None}),
    Case("motto-line/dashed", ONE, {"motto_line": {"part": 1.0, "dash": True}}),
    Case("motto-line-length", ONE, {"motto_line": {"part": 0.5}}),
    Case("parent-case", ONE, {"parent": ["Quân khu Mô phỏng"]}),
    look("parent-size", ONE, "parent", size=11),
    look("parent-style", ONE, "parent", bold=True),
    Case("issuer-missing", ONE, {"parent": [], "issuer": []}),
    Case("issuer-case", ONE, {"issuer": ["Sư đoàn Bộ binh 999"]}),
    look("issuer-size", ONE, "issuer", size=14),
    look("issuer-style", ONE, "issuer", bold=False),
    look("issuer-style/italic", ONE, "issuer", italic=True),
    Case(
        "issuer-place",
        ONE,
        {
            "looks.issuer.size": 12,
            "looks.issuer.left": 16,
            "looks.number.left": 16,
            "looks.letter_subject.left": 14,
            "issuer_line": {"part": 0.4, "shift": 8},
        },
    ),
    Case("issuer-line", ONE, {"issuer_line": None}),
    Case("issuer-line-length", ONE, {"issuer_line": {"part": 1.0}}),
    Case("issuer-line-length/short", ONE, {"issuer_line": {"part": 0.2}}),
    Case("issuer-line-place", ONE, {"issuer_line": {"part": 0.4, "shift": 12}}),
    Case("number-missing", DECISION, {"number": ""}),
    Case("number-word", ONE, {"number": "Số 126/SĐ999-HCKT"}),
    Case("number-padding", LETTER, {"number": "Số: 5/SĐ999-TM"}),
    Case("number-form", ONE, {"number": "Số: 126/SĐ999/HCKT"}),
    Case("number-spaces", ONE, {"number": "Số: 126 / SĐ999 - HCKT"}),
    Case("number-letter-type", ONE, {"number": "Số: 126/CV-SĐ999"}),
    Case("number-type", REPORT, {"number": "Số: 27/TB-SĐ999"}),
    Case("number-case", ONE, {"number": "Số: 126/SĐ999-hckt"}),
    look("number-size", ONE, "number", size=12),
    look("number-style", ONE, "number", italic=True),
    look("number-style/bold", ONE, "number", bold=True),
    look("number-place", DECISION, "number", align="start"),
    Case("date-missing", ONE, {"date": ""}),
    Case("date-form", ONE, {"date": "Thành phố Mô Phỏng, ngày 29/6/2026"}),
    Case("date-zero", REPORT, {"date": "Thành phố Mô Phỏng, ngày 09 tháng 03 năm 2026"}),
    Case("date-zero/day", LETTER, {"date": "Thành phố Mô Phỏng, ngày 5 tháng 11 năm 2026"}),
    Case("date-zero/month", DECISION, {"date": "Thành phố Mô Phỏng, ngày 12 tháng 2 năm 2026"}),
    Case("date-comma", ONE, {"date": "Thành phố Mô Phỏng ngày 29 tháng 6 năm 2026"}),
    Case("date-case", ONE, {"date": "Thành phố Mô Phỏng, Ngày 29 tháng 6 năm 2026"}),
    look("date-size", ONE, "date", size=12),
    look("date-style", ONE, "date", italic=False),
    look("date-style/bold", ONE, "date", bold=True),
    look("date-level", ONE, "date", before=34),
    Case(
        "date-place",
        ONE,
        {"date": "Mô Phỏng, ngày 29 tháng 6 năm 2026", "looks.date.align": "end"},
    ),
]
TITLE = [
    Case("title-missing", DECISION, {"title": ""}),
    Case("title-case", DECISION, {"title": "Quyết định"}),
    look("title-size", DECISION, "title", size=16),
    look("title-style", DECISION, "title", bold=False),
    look("title-place", DECISION, "title", align="start"),
    Case("subject-missing", REPORT, {"subject": []}),
    Case("subject-case", REPORT, {"subject": ["KẾT QUẢ CÔNG TÁC VĂN THƯ NĂM 2026"]}),
    look("subject-size", REPORT, "subject", size=12),
    look("subject-style", REPORT, "subject", bold=False),
    Case(
        "subject-place",
        REPORT,
        {
            "looks.subject.align": "start",
            "subject_line": {"part": 0.4, "shift": off(REPORT["subject"][0], "subject", 160, -1)},
        },
    ),
    Case("subject-line", REPORT, {"subject_line": None}),
    Case("subject-line-length", REPORT, {"subject_line": {"part": 1.0}}),
    Case("letter-subject-missing", ONE, {"letter_subject": []}),
    Case("letter-subject-word", ONE, {"letter_subject": ["Về việc cấp vật tư huấn luyện"]}),
    Case("letter-subject-case", ONE, {"letter_subject": ["V/v CẤP VẬT TƯ HUẤN LUYỆN"]}),
    look("letter-subject-size", ONE, "letter_subject", size=14),
    look("letter-subject-style", ONE, "letter_subject", italic=True),
    look("letter-subject-place", ONE, "letter_subject", align="start"),
    look("letter-subject-gap", ONE, "letter_subject", before=20),
    look("letter-subject-gap/none", ONE, "letter_subject", before=0),
]
CASES = [*PAGE, *HEAD, *TITLE]
