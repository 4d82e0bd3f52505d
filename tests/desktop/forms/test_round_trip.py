"""The text that PDFium reads out of a document is the draft's, in reading order and in NFC."""

from __future__ import annotations

from unicodedata import normalize

import msgspec
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from core.office.draft import Document, Draft, Table
from core.office.plain import plain
from desktop import reference
from desktop.forms.document import appendices, render
from desktop.forms.template import load
from tests.core.office.letters import DOCUMENTS
from tests.core.office.papers import PAPERS
from tests.desktop.forms.reading import MM, Reading, read

TEMPLATE, FORMS = load(), reference.forms()


def read_out(reading: Reading) -> str:
    """What stands on the pages, page numbers apart, without white space; a list of recipients that
    goes on over the page as one list.
    """
    top = reading.height - TEMPLATE.page.top_mm * MM
    spans = [span for span in reading.spans if span.low < top]
    listed = [span for span in spans if span.size == 11]
    rest = [span for span in spans if span.size != 11]
    title = next(at for at, span in enumerate(rest) if span.text == TEMPLATE.words.recipients)
    return squeezed(
        "".join(span.text for span in (*rest[: title + 1], *listed, *rest[title + 1 :]))
    )


def squeezed(text: str) -> str:
    return "".join(text.split())


def expected(draft: Draft) -> str:
    mark = TEMPLATE.urgency.of(draft.urgency)
    return squeezed(plain(draft, FORMS, TEMPLATE.words, mark.text if mark else ""))


def headless(draft: Document) -> Document:
    """Without what is printed twice (heads of tables) or beside the text (ô 13, and a place that
    takes lines beside the urgency's mark).
    """

    def body(blocks: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(
            msgspec.structs.replace(block, head=0) if isinstance(block, Table) else block
            for block in blocks
        )

    attached = draft.attached and msgspec.structs.replace(
        draft.attached, body=body(draft.attached.body)
    )
    parts = [msgspec.structs.replace(each, body=body(each.body)) for each in draft.appendices]
    return msgspec.structs.replace(
        draft,
        body=body(draft.body),
        attached=attached,
        appendices=tuple(parts),
        contact=(),
        place="Thành phố Mô Phỏng",
    )


@pytest.mark.parametrize("name", PAPERS)
def test_a_paper_of_every_family_reads_as_it_was_drafted(name: str) -> None:
    draft = msgspec.structs.replace(PAPERS[name], contact=())
    found = read_out(read(render(draft, TEMPLATE, FORMS).pdf))
    assert found == expected(draft)
    assert normalize("NFC", found) == found


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(DOCUMENTS.map(headless))
def test_any_document_reads_as_it_was_drafted(draft: Document) -> None:
    rendered = render(draft, TEMPLATE, FORMS)
    reading = read(rendered.pdf)
    assert reading.pages == rendered.pages
    assert read_out(reading) == expected(draft)
    initials = len(draft.checkers)
    assert {field.name for field in rendered.fields} >= {"KyChinh", "ConDau", "SoVanBan"}
    assert len(rendered.fields) == initials + 4
    width, height = reading.width, reading.height
    for span in reading.spans:
        assert 29 * MM < span.x0 < span.x1 < width - 14.5 * MM, span.text
        assert 19.5 * MM < span.low < height, span.text
    assert len(appendices(draft, TEMPLATE, FORMS)) == sum(x.separate for x in draft.appendices)
