"""What a clipboard holds becomes parts of a draft; what cannot come along is counted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.office.draft import Article, Basis, Clause, Heading, Item, Paragraph, Point, Table
from core.office.pasting import MAX_DEPTH, MAX_LETTERS, pasted

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
<!-- p.MsoNormal {mso-style-parent:""} --></style></head><body lang=VI>
<!--StartFragment-->
<p class=MsoNormal>Căn cứ Luật Tổ chức
chính quyền;<o:p></o:p></p>
<p class=MsoNormal><b>Điều 1.</b> Ban&nbsp;hành<a style='mso-footnote-id:ftn1' href="#_ftn1"
name="_ftnref1"><span>[1]</span></a> quy&shy; chế.</p>
<p class=MsoListParagraph><![if !supportLists]><span style='mso-list:Ignore'>1.<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span><![endif]>Khoản một.</p>
<p class=MsoNormal>a) Điểm a.</p>
<span style='display:none;mso-hide:all'>ẩn</span>
<!--[if gte vml 1]><v:shape><v:imagedata src="x"/></v:shape><![endif]--><![if !vml]><img
src="file:///x.png"><![endif]>
<table class=MsoTableGrid><tr><td><p>TT</p></td><td><p>Tên<br>gọi</p></td></tr>
<tr><td><p>1</p></td><td><p>Súng</p></td></tr></table>
<div style='mso-element:footnote-list'><p>[1] chú thích</p></div><!--EndFragment--></body></html>"""

WRITER = """<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"/>
<style type="text/css">p { line-height: 115% }</style></head><body lang="vi-VN" dir="ltr">
<p style="margin-bottom: 0cm">Đoạn một<sup><a class="sdfootnoteanc" name="sdfootnote1anc"
href="#sdfootnote1sym"><sup>1</sup></a></sup>.</p>
<ol><li><p>Khoản một</p></li><li><p>Khoản hai</p></li></ol>
<div id="sdfootnote1"><p>chú thích</p></div></body></html>"""

DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1">
<ul style="margin-top:0"><li dir="ltr"><p dir="ltr"><span>Một</span></p></li></ul>
<p dir="ltr"><span>Đoạn.</span></p></b>"""


def test_word() -> None:
    found = pasted(WORD, "")
    assert found.blocks == (
        Basis("Căn cứ Luật Tổ chức chính quyền"),
        Article("Ban hành quy chế."),
        Clause("Khoản một."),
        Point("Điểm a."),
        Table(rows=(("TT", "Tên gọi"), ("1", "Súng"))),
    )
    assert found.dropped == {"footnotes": 1, "pictures": 1}


def test_libreoffice_writer() -> None:
    found = pasted(WRITER, "")
    assert found.blocks == (Paragraph("Đoạn một."), Clause("Khoản một"), Clause("Khoản hai"))
    assert found.dropped == {"footnotes": 1}


def test_google_docs() -> None:
    assert pasted(DOCS, "").blocks == (Item("Một"), Paragraph("Đoạn."))


def test_a_browser() -> None:
    page = "<div>Một</div><script>alert(1)</script><p>Hai<br>ba</p>"
    assert [block.text for block in pasted(page, "").blocks] == ["Một", "Hai", "ba"]  # type: ignore[union-attr]


def test_decomposed_plain_text() -> None:
    assert pasted("", "1. Ho\u0300a\u200b bi\u0300nh\nHai").blocks == (
        Clause("Hòa bình"),
        Paragraph("Hai"),
    )


@pytest.mark.parametrize("html", ["<b>" * (MAX_DEPTH + 1) + "x", "x" * (MAX_LETTERS + 1)])
def test_beyond_the_limits_the_plain_text_counts(html: str) -> None:
    assert pasted(html, "văn bản").blocks == (Paragraph("văn bản"),)


TAGS = st.sampled_from(
    "<p> </p> <table> </table> <tr> <td> </td> <li> <ol> </ol> <br> <img> <del> </del> <!--".split()
)


@given(st.lists(TAGS | st.text(max_size=5), max_size=30).map("".join))
def test_no_clipboard_stops_us(html: str) -> None:
    for block in pasted(html, "").blocks:
        if isinstance(block, Table):
            assert len({len(row) for row in block.rows}) == 1


def test_cells_over_several_places_keep_the_others_in_theirs() -> None:
    html = (
        "<table><tr><td rowspan=2>TT</td><td colspan='2'>Súng</td></tr>"
        "<tr><td>Mẫu</td><td>Số</td></tr><tr><td>1</td><td colspan='999999'>Hết</td></tr></table>"
    )
    found = pasted(html, "")
    assert found.blocks == (Table(rows=(("TT", "Súng", ""), ("", "Mẫu", "Số"), ("1", "Hết", ""))),)
    assert found.dropped == {"merged": 2}


def test_a_table_that_is_too_wide_becomes_lines_and_is_told() -> None:
    found = pasted(f"<table><tr>{'<td>x</td>' * 17}</tr></table>", "")
    assert found.blocks == (Paragraph("x"),) * 17
    assert found.dropped == {"wide_tables": 1}


def test_bold_lines_become_titles_of_their_kind() -> None:
    html = (
        "<style>p.Dieu { font-weight: bold }</style>"
        "<p><b>Chương I</b></p><p><b>QUY ĐỊNH CHUNG</b></p>"
        "<p class=Dieu>Điều 1. Phạm vi</p><p class=Dieu>Điều 2. <span style='font-weight:"
        "normal'>Ai cũng biết.</span></p><h3>1. Yêu cầu</h3><p>2. Việc <b>gấp</b></p>"
    )
    assert pasted(html, "").blocks == (
        Heading("chapter", "QUY ĐỊNH CHUNG"),
        Article("Phạm vi", titled=True),
        Article("Ai cũng biết."),
        Clause("Yêu cầu", titled=True),
        Clause("Việc gấp"),
    )


def test_fonts_of_before_unicode_by_element_class_and_what_is_around() -> None:
    html = (
        "<html><head><style><!-- /* Style Definitions */\n p.MsoNormal, li.MsoNormal\n"
        '{mso-style-parent:""; font-family:".VnTime","sans-serif";}\n--></style></head>'
        "<p class=MsoNormal>ViÖt <span style='font-family:\"VNI-Times\"'>Vieät</span> "
        "<span style='font-family:Arial'>Việt</span></p><font face='.VnTimeH'><b>viÖt</b></font>"
    )
    found = pasted(html, "")
    assert found.blocks == (Paragraph("Việt Việt Việt"), Paragraph("VIỆT"))
    assert found.legacy == ("TCVN3", "VNI")


def test_a_text_beyond_the_limits_says_that_its_layout_is_lost() -> None:
    assert pasted("x" * (MAX_LETTERS + 1), "văn bản").dropped == {"layout": 1}
