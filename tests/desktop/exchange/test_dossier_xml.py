"""A dossier's XML: groups, repeated groups, letters that XML lacks; read back by another parser."""

from __future__ import annotations

from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from core.commits.ids import b64
from core.office.metadata import FIELDS, Subject, too_long
from db.queries.records import Attached, Described, Record
from desktop.exchange.dossier_xml import write

DOSSIER = Record(Subject.DOSSIER, "D", (("FileCode/FileNotation", "01.TM"),), "01.TM", "Diễn tập")


def test_a_group_that_comes_again_is_another_element() -> None:
    values = (
        ("FileCode/OrganId", "X99"),
        ("FileCode/FileCatalog", "2026"),
        ("Subject", "Ẩm & <ướt> \x0b\ufffe"),
        ("To/OrganName", "Trung đoàn 9991"),
        ("To/OrganId", "X99.01"),
        ("To/OrganName", "Trung đoàn 9992"),
    )
    files = (
        Attached(b64(bytes(32)), "main", "1.pdf", "application/pdf", 9, here=True),
        Attached(b64(bytes([1] * 32)), "appendix", "2.pdf", "application/pdf", 7, here=False),
    )
    letter = Record(Subject.OUTGOING, "L", values, "05/SĐ999-TM", "Công văn", 1, files)
    root = fromstring(write(Described(DOSSIER, (letter,)), {b64(bytes(32)): "Tep/001-01-1.pdf"}))
    one = root.find("Documents/Document")
    assert [part.tag for part in one] == ["FileCode", "Subject", "To", "To", "Files"]
    assert one.findtext("FileCode/FileCatalog") == "2026"
    assert [[part.text for part in to] for to in one.findall("To")] == [
        ["Trung đoàn 9991", "X99.01"],
        ["Trung đoàn 9992"],
    ]
    assert one.findtext("Subject") == "Ẩm & <ướt> [U+000B][U+FFFE]"
    here, away = one.findall("Files/File")
    assert (here.get("sha256"), here.get("place")) == ("00" * 32, "Tep/001-01-1.pdf")
    assert away.get("place") is None


@given(st.text(max_size=40), st.sampled_from(list(Subject)), st.data())
def test_any_text_comes_back_and_what_is_too_long_is_named(
    text: str, subject: Subject, data: st.DataObject
) -> None:
    field = data.draw(st.sampled_from(FIELDS[subject]))
    record = Record(subject, "X", ((field.name, text),), "", "")
    described = Described(DOSSIER, (record,))
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    root = fromstring(write(described, {}))
    said = root.findtext(f"Documents/Document/{field.name}")
    plain = all(letter.isprintable() for letter in text)
    assert not plain or (said or "") == text
    named = [one.name for one in too_long(subject, record.values)]
    assert named == [field.name] * bool(field.most and len(text) > field.most)
