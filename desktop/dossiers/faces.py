"""How dossiers, the documents in one, and the entries of the year's list look in lists."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from core.office.dossiers import NOTICE_DAYS, Stage
from core.office.terms import Kind
from desktop import reference
from desktop.documents.faces import code_of, subject_of, type_name
from desktop.widgets.register.faces import TITLE, Cell, Column, Plan, RowFace
from desktop.widgets.states import group_chips
from desktop.wording import day, number
from desktop.words import word, words

if TYPE_CHECKING:
    from db.queries.dossiers import DossierLine, IndexRow
    from db.queries.plans import PlanRow

_ICONS: Final[dict[str, tuple[str, str]]] = {
    Stage.OPEN: ("folder_open", "accent"),
    Stage.CLOSED: ("checkmark_circle", "ok"),
    Stage.HANDED_OVER: ("folder_arrow_right", "violet"),
    Stage.ARCHIVED: ("archive", "text3"),
}
DOSSIERS: Final = Plan(
    columns=(
        Column("dossiers.column.code", 100),
        Column("dossiers.column.title", 0),
        Column("dossiers.column.keeper", 150),
        Column("dossiers.column.retention", 90),
        Column("dossiers.column.documents", 90, right=True),
        Column("dossiers.column.due", 180),
    ),
    heads=("dossiers.column.code", "dossiers.column.title", "dossiers.column.due"),
    lead=0,
    tail=170,
)
INDEX: Final = Plan(
    columns=(
        Column("dossiers.column.place", 44, right=True),
        Column("dossiers.column.code", 130),
        Column("dossiers.column.day", 86),
        Column("dossiers.column.subject", 0),
        Column("dossiers.column.author", 170),
        Column("dossiers.column.pages", 70),
    ),
    heads=("dossiers.column.place", "dossiers.column.subject", "dossiers.column.pages"),
    lead=30,
    tail=84,
    sorted_by=2,
)
ENTRIES: Final = Plan(
    columns=(
        Column("dossiers.column.code", 110),
        Column("dossiers.column.title", 0),
        Column("dossiers.column.retention", 110),
        Column("dossiers.column.keeper", 190),
        Column("dossiers.column.opened", 120),
        Column("dossiers.column.note", 170),
    ),
    heads=("dossiers.column.code", "dossiers.column.title", "dossiers.column.opened"),
    lead=0,
    sorted_by=-1,
)


def kept(code: str) -> str:
    """A retention in the language of the screen."""
    return reference.named(reference.retentions().find(code), words.language, code)


def day_of(iso: str | None) -> str:
    """A stored day as people read it; what is no day as it stands."""
    try:
        return day(date.fromisoformat(iso)) if iso else ""
    except ValueError:
        return iso or ""


def period(row: DossierLine) -> str:
    """From the first to the last day of its documents."""
    return " – ".join(dict.fromkeys(part for part in map(day_of, (row.start, row.until)) if part))


def stage_key(stage: str) -> str:
    """The key of a stage's word; what no table knows is no stage."""
    return f"office.stage.{stage if stage in set(Stage) else 'none'}"


def stage_cell(stage: str) -> Cell:
    """A stage as icon and word."""
    icon, tone = _ICONS.get(stage, ("folder_open", "text3"))
    return Cell(word(stage_key(stage)), "text2", "body", icon, "regular", tone)


def due_cell(row: DossierLine, today: date) -> Cell:
    """The stage of a dossier; of a closed one the day of its hand-over, late in red, soon amber."""
    if row.due is None:
        return stage_cell(row.state)
    due = date.fromisoformat(row.due)
    soon = due - today <= timedelta(days=NOTICE_DAYS)
    tone = "danger" if due < today else "warn" if soon else "text2"
    key = "dossiers.due.late" if due < today else "dossiers.due.by"
    icon = "calendar_clock" if soon else "calendar"
    return Cell(word(key, day=day(due)), tone, "body", icon, "regular", tone)


def dossier(row: DossierLine, today: date) -> RowFace:
    """The face of a dossier."""
    count = word("dossiers.documents_count", n=row.documents)
    end = due_cell(row, today)
    small = Cell(end.text, end.tone, "sub", end.icon, end.style, end.icon_tone)
    chips = group_chips(row.group)
    return RowFace(
        row.title,
        ". ".join((row.code, *(chip.text for chip in chips), row.title, count, end.text)),
        chips=chips,
        below=(Cell(row.code, "text2", "sub_code"), Cell(kept(row.retention), "text3", "sub")),
        right_top=Cell(count, "text2", "sub"),
        right_bottom=small,
        cells=(
            Cell(row.code, "text2", "code"),
            TITLE,
            Cell(row.keeper_name),
            Cell(kept(row.retention)),
            Cell(number(row.documents), "text2", "num"),
            end,
        ),
    )


def indexed(row: IndexRow, agency: str) -> RowFace:
    """The face of a document in the index; our own documents' author is the ``agency``."""
    paper = row.row
    author = paper.issuer if paper.kind == Kind.INCOMING else agency
    title = f"{type_name(paper)}: {subject_of(paper)}"
    when, pages = day_of(row.day), pages_of(row)
    return RowFace(
        title,
        f"{row.place}. {title}. {code_of(paper)}. {when}. {author}",
        number=Cell(str(row.place), "text", "num"),
        below=(Cell(code_of(paper), "text2", "sub_code"), Cell(author, "text3", "sub")),
        right_top=Cell(when, "text2", "sub_num"),
        right_bottom=Cell(word("dossiers.pages", pages=pages) if pages else "", "text3", "sub"),
        cells=(
            Cell(str(row.place), "text", "num"),
            Cell(code_of(paper), "text2", "code"),
            Cell(when, "text2", "num"),
            TITLE,
            Cell(author),
            Cell(pages, "text2", "num"),
        ),
    )


def pages_of(row: IndexRow) -> str:
    """``3–7``, or ``3`` for one page; nothing where none is known."""
    return "–".join(dict.fromkeys(str(page) for page in (row.first, row.last) if page))


def entry(row: PlanRow) -> RowFace:
    """The face of an entry of the year's list."""
    opened = word("dossiers.plan.opened", n=row.opened) if row.opened else ""
    done = Cell(opened, "text2", "body", "folder_open" if opened else "", "regular", "accent")
    return RowFace(
        row.title,
        f"{row.code}. {row.title}. {kept(row.retention)}. {row.keeper_name}. {opened}",
        below=(Cell(row.code, "text2", "sub_code"), Cell(row.keeper_name, "text3", "sub")),
        right_top=Cell(kept(row.retention), "text2", "sub"),
        right_bottom=Cell(opened, "text3", "sub"),
        cells=(
            Cell(row.code, "text2", "code"),
            TITLE,
            Cell(kept(row.retention)),
            Cell(row.keeper_name),
            done,
            Cell(row.note, "text3"),
        ),
    )
