"""An NĐ 30 document as data, laid out on flat ODF from domain.md §3 alone.

A paper is a plain dict: words, looks (one a component) and measures. What breaks a rule changes one
of its entries; see ``broken.py``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.data.format import pictures
from tests.data.format.fodt import Flat, Look, Page, centred

Paper = dict[str, Any]
BODY = Look(size=14, align="justify", indent=12.7, before=6, line=110)
HEADED = Look(size=14, bold=True, align="center", before=6, together=True)
LOOKS = {
    "state": Look(size=13, bold=True, align="center"),
    "motto": Look(size=14, bold=True, align="center"),
    "parent": Look(size=13, align="center"),
    "issuer": Look(size=13, bold=True, align="center"),
    "number": Look(size=13, align="center", before=10),
    "date": Look(size=13, italic=True, align="center", before=10),
    "letter_subject": Look(size=12, align="center", before=6),
    "urgency": Look(size=13, bold=True, align="center", colour="#ff0000"),
    "circulation": Look(size=13, bold=True, align="center"),
    "title": Look(size=14, bold=True, align="center", before=18),
    "subject": Look(size=14, bold=True, align="center"),
    "lead": Look(size=14, bold=True, align="center", before=18),
    "verb": Look(size=14, bold=True, align="center", before=12, after=6),
    "addressee": Look(size=14, before=18, align="center"),
    "addressees": Look(size=14, before=18, left=28),
    "basis": replace(BODY, italic=True),
    "article": BODY,
    "clause": BODY,
    "titled": replace(BODY, bold=True),
    "point": BODY,
    "text": BODY,
    "item": BODY,
    "fact": replace(BODY, align="start"),
    "heading": replace(HEADED, before=12),
    "heading_title": HEADED,
    "appendix": Look(size=14, bold=True, align="center"),
    "appendix_title": Look(size=14, bold=True, align="center"),
    "reference": Look(size=14, italic=True, align="center", after=12),
    "authority": Look(size=14, bold=True, align="center"),
    "signer": Look(size=14, bold=True, align="center"),
    "recipients_title": Look(size=12, bold=True, italic=True),
    "recipients": Look(size=11),
    "marker": Look(size=11, before=6),
    "contact": Look(size=11, align="center"),
    "corner": Look(size=10, align="end"),
    "cell": Look(size=13),
}
BASE: Paper = {
    "page": Page(),
    "looks": LOOKS,
    "columns": (64.0, 96.0),
    "state": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "motto": "Độc lập - Tự do - Hạnh phúc",
    "motto_line": {"part": 1.0},
    "parent": ["QUÂN KHU MÔ PHỎNG"],
    "issuer": ["SƯ ĐOÀN BỘ BINH 999"],
    "issuer_line": {"part": 0.4},
    "number": "",
    "date": "Thành phố Mô Phỏng, ngày 05 tháng 11 năm 2026",
    "letter_subject": [],
    "title": "",
    "subject": [],
    "subject_line": {"part": 0.4},
    "lead": "",
    "to_word": "Kính gửi:",
    "addressees": [],
    "body": [],
    "verb": "",
    "feet": 80.0,
    "authority": ["SƯ ĐOÀN TRƯỞNG"],
    "signer": "Đại tá Nguyễn Văn Mẫu",
    "recipients_title": "Nơi nhận:",
    "recipients": ["- Như trên;", "- Chính ủy Sư đoàn;", "- Lưu: VT, TM. N08."],
    "parts": [],
    "seal": None,
    "signature": None,
}


def build(paper: Paper) -> str:
    """The flat ODF text of a paper."""
    flat = Flat(page=paper["page"])
    if not paper.get("separate"):
        flat.new_page(paper["page"])
    for step in (_corner,) if paper.get("separate") else MAIN:
        flat.body.extend(step(flat, paper))
    for part in paper["parts"]:
        flat.body.extend(_part(flat, paper, part))
    return flat.xml()


def below(look: Look) -> float:
    """Where a line lies under one line of words: millimetres from the top of its paragraph."""
    return look.size * 1.149 * 25.4 / 72 + 0.7 + look.before * 25.4 / 72


def lines(
    flat: Flat, words: list[str], look: Look, column: float, rule: dict[str, Any] | None
) -> list[str]:
    """Paragraphs of a component; the rule, where there is one, hangs under the last of them."""
    made = [
        flat.para(line, look if not at else replace(look, before=0))
        for at, line in enumerate(words)
    ]
    if rule and words:
        last = look if len(words) == 1 else replace(look, before=0)
        longest = max(words, key=len)
        span = centred(longest, look, column, rule.get("part", 1), rule.get("shift", 0))
        drawn = flat.rule(span.x, below(last), span.length, dash=rule.get("dash", False))
        made[-1] = flat.para(words[-1], last, inside=drawn)
    return made


def head(flat: Flat, paper: Paper) -> list[str]:
    """Boxes 1-4, 5b and 10b: a table of two columns without borders."""
    left, right = paper["columns"]
    looks = paper["looks"]
    issuer = lines(flat, paper["parent"], looks["parent"], left, None) + lines(
        flat, paper["issuer"], looks["issuer"], left, paper["issuer_line"]
    )
    state = [flat.para(word, looks["state"]) for word in (paper["state"],) if word] + lines(
        flat, [paper["motto"]] if paper["motto"] else [], looks["motto"], right, paper["motto_line"]
    )
    number = [flat.para(paper["number"], looks["number"])]
    number += lines(flat, paper["letter_subject"], looks["letter_subject"], left, None)
    number += urgency(flat, paper, left)
    date = [flat.para(paper["date"], looks["date"])]
    rows = [["".join(issuer), "".join(state)], ["".join(number), "".join(date)]]
    return [flat.table([left, right], rows)]


def urgency(flat: Flat, paper: Paper, column: float) -> list[str]:
    mark = paper.get("urgency")
    if not mark:
        return []
    words, width = mark["words"], mark["width"]
    edge = mark.get("border", "1pt solid #ff0000")
    inner = flat.para(words, paper["looks"]["urgency"])
    x = mark.get("x", (column - width) / 2)
    box = flat.box(inner, (x, 2, width, mark.get("high", 8)), border=edge)
    if mark.get("twice"):
        box += flat.box(flat.para("", Look(size=2)), (x - 1, 1, width + 2, 10), border=edge)
    return [flat.para("", Look(size=25), inside=box)]


def _circulation(flat: Flat, paper: Paper) -> list[str]:
    mark = paper.get("circulation")
    if not mark:
        return []
    inner = flat.para(mark["words"], paper["looks"]["circulation"])
    box = flat.box(
        inner, (mark.get("x", 75), 0, 60, 8), border=mark.get("border", "1pt solid #000000")
    )
    return [flat.para("", Look(size=26), inside=box)]


def _title(flat: Flat, paper: Paper) -> list[str]:
    looks, page = paper["looks"], paper["page"]
    column = page.width - page.left - page.right
    made = [flat.para(paper["title"], looks["title"])] if paper["title"] else []
    made += lines(flat, paper["subject"], looks["subject"], column, paper["subject_line"])
    return [*made, *([flat.para(paper["lead"], looks["lead"])] if paper["lead"] else [])]


def addressees(flat: Flat, paper: Paper) -> list[str]:
    """Ô 9a: one on the line of "Kính gửi:", several with dashes below the colon."""
    words, looks = paper["addressees"], paper["looks"]
    if len(words) == 1:
        return [flat.para(f"{paper['to_word']} {words[0]}", looks["addressee"])]
    if not words:
        return []
    look = looks["addressees"]
    first = [flat.para(paper["to_word"], look)]
    rest = replace(look, before=0, left=look.left + paper.get("dash_left", 17.5))
    steps = paper.get("dash_steps", [0] * len(words))
    return first + [
        flat.para(word, replace(rest, left=rest.left + step))
        for word, step in zip(words, steps, strict=True)
    ]


def _body(flat: Flat, paper: Paper) -> list[str]:
    return [part for block in paper["body"] for part in _block(flat, paper, block)]


def _block(flat: Flat, paper: Paper, block: tuple[Any, ...]) -> list[str]:
    kind, words = block[0], block[1]
    if kind == "table":
        looks = paper["looks"]["cell"]
        rows = [[flat.para(cell, looks) for cell in row] for row in words]
        return [
            flat.para("", Look(size=6)),
            flat.table(block[2], rows, border="0.5pt solid #000000"),
        ]
    if kind == "images":
        return [flat.para("", Look(size=14, before=100), inside=_images(flat, paper, 160))]
    change = block[2] if len(block) > 2 else {}
    return [flat.para(words, replace(paper["looks"][kind], **change))]


def foot(flat: Flat, paper: Paper) -> list[str]:
    """Boxes 7, 8 and 9b: a table of two columns without borders."""
    page, looks = paper["page"], paper["looks"]
    left = paper["feet"]
    right = page.width - page.left - page.right - left
    here = []
    if paper.get("secretary"):
        here += _signer(flat, paper, paper["secretary"], None)
    elif paper["recipients_title"]:
        here += _recipients(flat, paper)
    signed = _signer(flat, paper, (paper["authority"], paper["signer"]), right)
    made = [
        flat.para("", Look(size=12)),
        flat.table(
            [left, right], [["".join(here) or flat.para("", looks["recipients"]), "".join(signed)]]
        ),
    ]
    if paper.get("secretary"):
        made += [flat.para("", Look(size=12)), *_recipients(flat, paper)]
    made += [flat.para(words, look) for words, look in paper.get("after_foot", [])]
    return [*made, *paper["copied"](flat, paper)] if "copied" in paper else made


def _recipients(flat: Flat, paper: Paper) -> list[str]:
    looks = paper["looks"]
    made = [flat.para(paper["recipients_title"], looks["recipients_title"])]
    return made + [flat.para(word, looks["recipients"]) for word in paper["recipients"]]


def _signer(
    flat: Flat, paper: Paper, who: tuple[list[str], str], column: float | None
) -> list[str]:
    authority, name = who
    looks = paper["looks"]
    inside = _images(flat, paper, column) if column else ""
    made = [flat.para(line, looks["authority"]) for line in authority[:-1]]
    made += [flat.para(line, looks["authority"], inside=inside) for line in authority[-1:]]
    gap = flat.para(
        "", Look(size=14, before=paper.get("signing", 75)), inside="" if authority else inside
    )
    return [*made, gap, *([flat.para(name, looks["signer"])] if name else [])]


def _images(flat: Flat, paper: Paper, column: float) -> str:
    """The signature in the middle of the column; the seal over the third at its left."""
    mark, stamp = paper["signature"], paper["seal"]
    if mark is None:
        return ""
    wide, high, top = 52.0, 22.0, 10.7
    x = (column - wide) / 2 + mark.get("shift", 0)
    made = flat.picture(pictures.signature(mark.get("colour", pictures.BLUE)), x, top, wide, high)
    if stamp is not None:
        size = stamp.get("size", 36.0)
        at = x + wide * stamp.get("part", 1 / 3) - size
        at = stamp.get("x", at)
        ink = pictures.seal(stamp.get("colour", pictures.RED))
        made += flat.picture(ink, at, top + high / 2 - size / 2, size, size)
    return made


def _marker(flat: Flat, paper: Paper) -> list[str]:
    words = paper.get("marker")
    return [flat.para(words, paper["looks"]["marker"]) if words else flat.para("", Look(size=2))]


def _contact(flat: Flat, paper: Paper) -> list[str]:
    """Ô 13 in a frame at the foot of page 1, under a line as wide as the text."""
    words, page = paper.get("contact"), paper["page"]
    if not words:
        return []
    wide = page.width - page.left - page.right
    look = paper["looks"]["contact"]
    inner = "".join(flat.para(line, look) for line in words)
    y = paper.get("contact_y", page.height - page.bottom - 11)
    shown = paper.get("contact_line", True)
    drawn = flat.rule(page.left, y, wide, page=True) if shown else ""
    box = flat.box(inner, (page.left, y + 1, wide, 10), page=True)
    return [flat.para("", Look(size=2), inside=drawn + box)]


def _corner(flat: Flat, paper: Paper) -> list[str]:
    """Ô 14: the text of the agency's signature in the corner at the top right."""
    words = paper.get("corner", [])
    look = paper["looks"]["corner"]
    inner = "".join(flat.para(line, look) for line in words)
    x, y = paper.get("corner_at", (120.0, 8.0))
    drawn = flat.box(inner, (x, y, 80, 11), page=True) if words else ""
    if paper.get("scan"):
        drawn = flat.picture(paper["scan"](), *paper["scan_at"], page=True) + drawn
    if paper.get("corner_seal"):
        drawn += flat.picture(pictures.seal(), 150, 6, 30, 30, page=True)
    return [flat.para("", Look(size=2), inside=drawn)] if drawn else []


def _part(flat: Flat, paper: Paper, part: dict[str, Any]) -> list[str]:
    """A Phụ lục or an attached text, from a new page on."""
    looks = paper["looks"]
    page = replace(paper["page"], **part.get("page", {}))
    master = flat.new_page(page)
    first = replace(looks[part.get("look", "appendix")], restart=part.get("restart", True))
    master = "" if paper.get("separate") else master
    made = [flat.para(part["head"], first, master=master)]
    column = page.width - page.left - page.right
    made += lines(flat, part["title"], looks["appendix_title"], column, part.get("line"))
    if part.get("reference"):
        look = looks["reference"]
        made.append(
            flat.para(part["reference"], replace(look, before=12) if part.get("line") else look)
        )
    inner = dict(paper, page=page)
    made += [piece for block in part["body"] for piece in _block(flat, inner, block)]
    return made


def _head(flat: Flat, paper: Paper) -> list[str]:
    return paper.get("head", head)(flat, paper)


MAIN = (_corner, _circulation, _head, _title, addressees, _body, foot, _contact, _marker)


def change(paper: Paper, steps: dict[str, Any]) -> Paper:
    """A paper with single entries replaced: ``looks.issuer.bold``, ``page.left``, ``number``."""
    made = dict(paper)
    for path, value in steps.items():
        top, *rest = path.split(".")
        if top == "looks":
            look = replace(made["looks"][rest[0]], **{rest[1]: value})
            made["looks"] = {**made["looks"], rest[0]: look}
        elif top == "page" and rest:
            made["page"] = replace(made["page"], **{rest[0]: value})
        else:
            made[path] = value
    return made


def swap(value: Any, old: str, new: str) -> Any:
    """The same words with one text replaced wherever it stands."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list):
        return [swap(item, old, new) for item in value]
    if isinstance(value, tuple) and type(value) is tuple:
        return tuple(swap(item, old, new) for item in value)
    if isinstance(value, dict):
        return {key: swap(item, old, new) for key, item in value.items()}
    return value
