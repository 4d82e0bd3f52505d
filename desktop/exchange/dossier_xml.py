"""A dossier's description as XML: fields, names and order of NĐ 30/2020/NĐ-CP PL VI phần II.

The decree names the fields, not the elements around them: those are ours, docs/formats/dossier.md.
No Qt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as Xml

from core.commits.ids import unb64
from desktop.exchange.sheet_text import legal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.office.metadata import Values
    from db.queries.records import Attached, Described


def write(described: Described, places: Mapping[str, str]) -> bytes:
    """The XML, UTF-8; ``places`` tells by hash where in the package each file lies that is there.

    A letter that XML cannot hold is told by its code.
    """
    root = Xml.Element("Dossier")
    _fill(root, described.dossier.values)
    documents = Xml.SubElement(root, "Documents")
    for record in described.documents:
        one = Xml.SubElement(documents, "Document", kind=record.subject.value, id=record.id)
        _fill(one, record.values)
        files = Xml.SubElement(one, "Files")
        for file in record.files:
            Xml.SubElement(files, "File", _about(file, places.get(file.blob, "")))
    Xml.indent(root)
    written: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _fill(parent: Xml.Element, values: Values) -> None:
    """Fields of one group follow each other inside it; a field that comes again begins another."""
    group: Xml.Element | None = None
    for name, value in values:
        above, _, own = name.rpartition("/")
        if not above:
            group = None
        elif group is None or group.tag != above or group.find(own) is not None:
            group = Xml.SubElement(parent, above)
        Xml.SubElement(parent if group is None else group, own).text = legal(value)


def _about(file: Attached, place: str) -> dict[str, str]:
    said = {
        "role": file.role,
        "name": legal(file.name),
        "type": legal(file.type),
        "size": str(file.size),
        "sha256": unb64(file.blob).hex(),
        "place": place,
    }
    return {name: value for name, value in said.items() if value}
