"""Heads laid out in other ways than by a table of two columns, as offices do it."""

from __future__ import annotations

from dataclasses import replace

from tests.data.format.fodt import Flat, Look
from tests.data.format.nd30 import Paper, below, centred, lines


def alone(flat: Flat, paper: Paper) -> list[str]:
    """Quốc hiệu and tiêu ngữ in the middle of the page, above everything else."""
    looks = paper["looks"]
    left, middle = 40.0, 80.0
    issuer = lines(flat, paper["parent"], looks["parent"], left, None)
    issuer += lines(flat, paper["issuer"], looks["issuer"], left, paper["issuer_line"])
    number, date = (
        flat.para(paper["number"], looks["number"]),
        flat.para(paper["date"], looks["date"]),
    )
    empty = flat.para("", Look(size=11))
    rows = [["".join(issuer), empty, empty], [number, date, empty]]
    return [
        flat.para(paper["state"], looks["state"]),
        *lines(flat, [paper["motto"]], looks["motto"], 160.0, paper["motto_line"]),
        flat.para("", Look(size=8)),
        flat.table([left, middle, left], rows),
    ]


def tabs(flat: Flat, paper: Paper) -> list[str]:
    """No table: words centred at two tab stops, lines drawn by hand."""
    left, right = paper["columns"]
    look = Look(size=13, tabs=(left / 2, left + right / 2))
    issuer = centred(paper["issuer"][0], paper["looks"]["issuer"], left, 0.4)
    motto = centred(paper["motto"], replace(look, bold=True), right)
    drawn = flat.rule(issuer.x, below(look), issuer.length)
    drawn += flat.rule(left + motto.x, below(look), motto.length)
    return [
        flat.para(f"\t{paper['parent'][0]}\t**{paper['state']}**", look),
        flat.para(f"\t**{paper['issuer'][0]}**\t**{paper['motto']}**", look, inside=drawn),
        flat.para(f"\t{paper['number']}\t~~{paper['date']}~~", replace(look, before=10)),
    ]


def boxes(flat: Flat, paper: Paper) -> list[str]:
    """Two text boxes beside one another."""
    left, right = paper["columns"]
    looks = paper["looks"]
    issuer = lines(flat, paper["parent"], looks["parent"], left, None)
    issuer += lines(flat, paper["issuer"], looks["issuer"], left, None)
    issuer.append(flat.para(paper["number"], looks["number"]))
    state = [flat.para(paper["state"], looks["state"])]
    state += lines(flat, [paper["motto"]], looks["motto"], right, None)
    size = looks["date"].before - 14 * 1.149 + 13 * 1.149
    state.append(flat.para(paper["date"], replace(looks["date"], before=size)))
    one = centred(paper["issuer"][0], looks["issuer"], left, 0.4)
    two = centred(paper["motto"], looks["motto"], right)
    under = 13 * 2 * 1.149 * 25.4 / 72 + 0.8
    drawn = flat.box("".join(issuer), (0, 0, left, 22))
    drawn += flat.box("".join(state), (left, 0, right, 22))
    drawn += flat.rule(one.x, under, one.length)
    drawn += flat.rule(left + two.x, under + 0.5, two.length)
    return [flat.para("", Look(size=58), inside=drawn)]


def underlined(flat: Flat, paper: Paper) -> list[str]:
    """A table; issuer and motto underlined as words instead of a drawn line."""
    looks = paper["looks"]
    left, right = paper["columns"]
    issuer = lines(flat, paper["parent"], looks["parent"], left, None)
    issuer += lines(flat, paper["issuer"], replace(looks["issuer"], under=True), left, None)
    state = [flat.para(paper["state"], looks["state"])]
    state.append(flat.para(paper["motto"], replace(looks["motto"], under=True)))
    number = [flat.para(paper["number"], looks["number"])]
    number += lines(flat, paper["letter_subject"], looks["letter_subject"], left, None)
    date = flat.para(paper["date"], looks["date"])
    return [flat.table([left, right], [["".join(issuer), "".join(state)], ["".join(number), date]])]


def bordered(flat: Flat, paper: Paper) -> list[str]:
    """The lines are lower borders of empty paragraphs, drawn in to their length."""
    left, right = paper["columns"]
    looks = paper["looks"]
    issuer = centred(paper["issuer"][0], looks["issuer"], left, 0.4)
    motto = centred(paper["motto"], looks["motto"], right)
    low = Look(size=2, edge=True)
    one = lines(flat, paper["parent"], looks["parent"], left, None)
    one += lines(flat, paper["issuer"], looks["issuer"], left, None)
    one.append(flat.para("", replace(low, left=issuer.x, right=issuer.x)))
    two = [flat.para(paper["state"], looks["state"]), flat.para(paper["motto"], looks["motto"])]
    two.append(flat.para("", replace(low, left=motto.x, right=motto.x)))
    number = [flat.para(paper["number"], looks["number"])]
    number += lines(flat, paper["letter_subject"], looks["letter_subject"], left, None)
    date = flat.para(paper["date"], looks["date"])
    return [flat.table([left, right], [["".join(one), "".join(two)], ["".join(number), date]])]


def dashed(flat: Flat, paper: Paper) -> list[str]:
    """A typist's lines: rows of hyphens below issuer and motto."""
    looks = paper["looks"]
    left, right = paper["columns"]
    one = lines(flat, paper["parent"], looks["parent"], left, None)
    one += lines(flat, paper["issuer"], looks["issuer"], left, None)
    one.append(flat.para("-------", looks["parent"]))
    two = [flat.para(paper["state"], looks["state"]), flat.para(paper["motto"], looks["motto"])]
    two.append(flat.para("---------------", looks["parent"]))
    number = [flat.para(paper["number"], looks["number"])]
    number += lines(flat, paper["letter_subject"], looks["letter_subject"], left, None)
    date = flat.para(paper["date"], looks["date"])
    return [flat.table([left, right], [["".join(one), "".join(two)], ["".join(number), date]])]


def party(flat: Flat, paper: Paper) -> list[str]:
    """A document of the Party: another form, which NĐ 30 does not rule."""
    plain, bold = Look(size=14, align="center"), Look(size=14, bold=True, align="center")
    left = [
        flat.para("ĐẢNG BỘ QUÂN KHU MÔ PHỎNG", replace(plain, size=11)),
        flat.para("ĐẢNG ỦY SƯ ĐOÀN 999", replace(bold, size=13)),
        flat.para("*", plain),
        flat.para("Số 12-NQ/ĐU", plain),
    ]
    right = [
        flat.para("ĐẢNG CỘNG SẢN VIỆT NAM", replace(bold, size=15, under=True)),
        flat.para(paper["date"], replace(plain, italic=True, before=14)),
    ]
    return [flat.table([70.0, 90.0], [["".join(left), "".join(right)]])]


def copied(flat: Flat, paper: Paper) -> list[str]:
    """A copy on paper: below a line across the page, who copied it and when."""
    looks = paper["looks"]
    rule = flat.rule(0, 3, 160)
    left = flat.para("SƯ ĐOÀN BỘ BINH 999", looks["issuer"]) + flat.para(
        "Số: 01/SY-SĐ999", looks["number"]
    )
    date = flat.para("SAO Y", looks["issuer"]) + flat.para(paper["date"], looks["date"])
    list_ = flat.para("Nơi nhận:", looks["recipients_title"]) + flat.para(
        "- Phòng Tham mưu;", looks["recipients"]
    )
    list_ += flat.para("- Lưu: VT.", looks["recipients"])
    post = flat.para("TL. SƯ ĐOÀN TRƯỞNG", looks["authority"]) + flat.para(
        "TRƯỞNG BAN HÀNH CHÍNH", looks["authority"]
    )
    post += flat.para("Thiếu tá Đỗ Văn Thử", replace(looks["signer"], before=70))
    return [
        flat.para("", Look(size=20), inside=rule),
        flat.table([64.0, 96.0], [[left, date]]),
        flat.para("", Look(size=12)),
        flat.table([80.0, 80.0], [[list_, post]]),
    ]
