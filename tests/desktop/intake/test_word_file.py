"""DOCX files of other programs are read, hostile ones refused, in the limited process."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from core.errors import BrokenWordFile, TooLarge
from core.office.draft import Basis, Clause, Heading, Item, Paragraph, Point, Table
from core.office.taken import Grid, Line
from core.office.taking_in import official
from desktop.intake import word_file, word_package
from desktop.intake.taking import read_word

PLAN = Path(__file__).parents[2] / "data/word/ke-hoach.docx"
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
KIN = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
RELATION = f'<Relationship Id="r" Type="{KIN}/officeDocument" Target="word/document.xml"/>'
ROOT = f"{RELATIONS}{RELATION}</Relationships>"


def package(**parts: str) -> bytes:
    """An archive with a root relation and these parts (``word_document`` is word/document.xml)."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", ROOT)
        for name, text in parts.items():
            plain = name if "/" in name else f"{name.replace('_', '/', 1)}.xml"
            archive.writestr(plain, text)
    return file.getvalue()


def word(body: str) -> bytes:
    return package(word_document=f"<w:document {SPACES}><w:body>{body}</w:body></w:document>")


def para(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def run(text: str, about: str = "") -> str:
    return f"<w:r><w:rPr>{about}</w:rPr><w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_a_plan_that_libreoffice_saved_as_docx() -> None:
    taken = read_word(PLAN.read_bytes())
    found = official(taken.parts, {"Kế hoạch": "ke-hoach"})
    assert (found.type, found.symbol) == ("ke-hoach", "KH-SĐ999")
    assert found.subject == "Tổ chức hội thao cấp Sư đoàn năm 2026"
    assert found.recipients == ("Phòng Tham mưu", "Trung đoàn 9991, 9992")
    assert found.file_copy == ("VT", "TM")
    assert found.signer == "Đại tá Trần Giả Định"
    order = "Căn cứ Chỉ thị số 01/CT-QKMP ngày 02 tháng 01 năm 2026 của Quân khu Mô phỏng"
    assert found.body == (
        Basis(order),
        Paragraph("Sư đoàn lập kế hoạch như sau:"),
        Heading("chapter", "MỤC ĐÍCH"),
        Clause("Yêu cầu", titled=True),
        Clause("Nội dung thi gồm:"),
        Point("chạy vũ trang;"),
        Point("bắn súng."),
        Item("bảo đảm an toàn."),
        Table(rows=(("TT", "Môn", "Ngày"), ("1", "Chạy 3.000 m", ""))),
        Paragraph("Yêu cầu các đơn vị thực hiện nghiêm túc"),
    )
    assert taken.dropped == {"tracked": 1, "footnotes": 1, "headers": 1, "hidden": 1}


def test_what_word_hides_in_its_text_is_found_or_counted() -> None:
    inserted = f"<w:ins>{run('chèn ')}</w:ins><w:del><w:r><w:delText>xóa</w:delText></w:r></w:del>"
    control = f"<w:sdt><w:sdtContent>{para(run('trong khung nhập'))}</w:sdtContent></w:sdt>"
    box = f"<w:txbxContent>{para(run('hộp chữ'))}</w:txbxContent>"
    ways = f"<mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
    ways += f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    twice = f"<mc:AlternateContent>{ways}</mc:AlternateContent>"
    code = "<w:r><w:instrText>HYPERLINK</w:instrText></w:r>"
    link = f"<w:hyperlink>{run('liên kết')}</w:hyperlink>{code}"
    hidden = run("ẩn", "<w:vanish/>") + run("hiện", '<w:vanish w:val="0"/>')
    body = [para(inserted), control, para(f"<w:r>{twice}</w:r>"), para(link), para(hidden)]
    body += [para("<w:r><w:sym/><w:object/></w:r><m:oMath><m:r/></m:oMath>")]
    taken = word_file.read(word("".join(body)))
    texts = [part.text for part in taken.parts if isinstance(part, Line)]
    assert texts == ["chèn ", "trong khung nhập", "hộp chữ", "liên kết", "hiện"]
    lost = {"tracked": 1, "text_boxes": 1, "pictures": 2, "hidden": 1}
    assert taken.dropped == lost | {"symbols": 1, "objects": 1, "formulas": 1}


def test_a_cell_over_two_columns_and_a_row_in_a_control() -> None:
    cell = f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{para(run('a'))}</w:tc>"
    row = f"<w:tr>{cell}<w:tc>{para(run('b'))}{para(run('c'))}</w:tc></w:tr>"
    table = f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"
    assert word_file.read(word(table)).parts == (Grid((("a", "", "b\nc"),), merged=1),)


def test_a_cell_over_two_rows_is_told_where_it_is_in_the_text() -> None:
    def cell(text: str, about: str = "") -> str:
        return f"<w:tc><w:tcPr>{about}</w:tcPr>{para(run(text))}</w:tc>"

    down, on = cell("a", "<w:vMerge w:val='restart'/>"), cell("", "<w:vMerge/>")
    table = f"<w:tbl><w:tr>{down}{cell('b')}</w:tr><w:tr>{on}{cell('c')}</w:tr></w:tbl>"
    taken = word_file.read(word(table))
    assert taken.parts == (Grid((("a", "b"), ("", "c")), merged=1),)
    assert official(taken.parts, {}).dropped == {"merged": 1}
    wide = f"<w:tbl><w:tr>{cell('x') * 17}</w:tr></w:tbl>"
    assert official(word_file.read(word(wide)).parts, {}).dropped == {"wide_tables": 1}


def test_text_in_fonts_of_before_unicode() -> None:
    def face(name: str) -> str:
        return f"<w:rFonts w:ascii='{name}' w:hAnsi='{name}'/>"

    styles = (
        f"<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr>{face('VNI-Times')}</w:rPr>"
        "</w:rPrDefault></w:docDefaults><w:style w:type='paragraph' w:styleId='B'>"
        f"<w:rPr>{face('.VnTime')}</w:rPr></w:style></w:styles>"
    )
    link = f'{KIN}/styles" Target="styles.xml'
    rels = f'{RELATIONS}<Relationship Id="s" Type="{link}"/></Relationships>'
    styled = "<w:pPr><w:pStyle w:val='B'/></w:pPr>"
    body = para(run("Vieät")) + para(f"{styled}<w:hyperlink>{run('ViÖt')}</w:hyperlink>")
    body += para(styled + run("Nam", face(".VnTimeH")) + run(" việt", face(".VnTime")))
    body += para(run("Öt", face("Arial")))
    file = package(
        word_document=f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
        word_styles=styles,
        **{"word/_rels/document.xml.rels": rels},
    )
    taken = word_file.read(file)
    texts = [part.text for part in taken.parts if isinstance(part, Line)]
    assert texts == ["Việt", "Việt", "NAM việt", "Öt"]
    assert taken.legacy == ("TCVN3", "VNI")


def test_what_is_no_word_file_is_refused() -> None:
    empty = BytesIO()
    zipfile.ZipFile(empty, "w").close()
    entity = '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    inside = f"{entity}<w:document {SPACES}><w:body>{para(run('&e;'))}</w:body></w:document>"
    for broken in (b"", b"%PDF-1.7", empty.getvalue(), PLAN.read_bytes()[:3000], package()):
        with pytest.raises(BrokenWordFile):
            read_word(broken)
    for text in ("<w:document", inside):
        with pytest.raises(BrokenWordFile):
            read_word(package(word_document=text))


def test_bombs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    layers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    laughs = f'<!DOCTYPE d [<!ENTITY a0 "ha">{layers}]><w:document {SPACES}><w:body>'
    with pytest.raises(BrokenWordFile):
        read_word(package(word_document=f"{laughs}{para(run('&a8;'))}</w:body></w:document>"))
    monkeypatch.setattr(word_package, "MAX_PART", 1000)
    with pytest.raises(TooLarge):
        word_file.read(word(para(run("a" * 2000))))
    monkeypatch.setattr(word_file, "MAX_PARTS", 3)
    with pytest.raises(TooLarge):
        word_file.read(word(para(run("a")) * 4))


def test_many_bytes_in_little_space() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", ROOT)
        archive.writestr("word/document.xml", b" " * (word_package.MAX_PART + 1))
    with pytest.raises(TooLarge):
        read_word(file.getvalue())
