"""Writes flat ODF texts for LibreOffice: pages, paragraphs, tables, lines, frames and pictures.

Knows nothing of our program; widths of words come from the font itself.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).resolve().parents[3] / "resources" / "fonts"
FACES = ("Regular", "Bold", "Italic", "BoldItalic")
SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)


@dataclass(frozen=True)
class Look:
    """How a paragraph looks: size and gaps in points, indents in millimetres, line in percent."""

    size: float = 14
    bold: bool = False
    italic: bool = False
    align: str = "start"
    indent: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    line: float = 100
    colour: str = "#000000"
    font: str = "Liberation Serif"
    together: bool = False
    fresh: bool = False
    tabs: tuple[float, ...] = ()  # where words are centred after a tab
    under: bool = False
    restart: bool = False
    right: float = 0
    edge: bool = False  # a line along its lower edge


@dataclass(frozen=True)
class Page:
    """A page's measures in millimetres and how its number is shown."""

    left: float = 30
    right: float = 20
    top: float = 20
    bottom: float = 20
    width: float = 210
    height: float = 297
    number: Look = Look(size=14, align="center")
    number_at: str = "top"
    number_first: bool = False
    number_form: str = "1"
    number_text: str = ""


@dataclass
class Flat:
    """A text being written: its blocks, and the styles that they need."""

    page: Page = field(default_factory=Page)
    body: list[str] = field(default_factory=list)
    looks: dict[str, str] = field(default_factory=dict)
    pages: list[tuple[str, Page]] = field(default_factory=list)

    def style(self, family: str, inner: str, extra: str = "") -> str:
        """The name of an automatic style with this content."""
        key = f'style:family="{family}"{extra}>{inner}'
        return self.looks.setdefault(key, f"s{len(self.looks)}")

    def para(self, words: str, look: Look, *, inside: str = "", master: str = "") -> str:
        """A paragraph; ``**bold**`` and ``~~italic~~`` words; ``\\t`` and line ends are kept."""
        text = _letters(look)
        gaps = (
            f'fo:text-align="{look.align}" fo:text-indent="{look.indent}mm" '
            f'fo:margin-left="{look.left}mm" fo:margin-right="{look.right}mm" '
            f'fo:margin-top="{look.before}pt" '
            f'fo:margin-bottom="{look.after}pt" fo:line-height="{look.line}%" '
            'fo:orphans="2" fo:widows="2" style:justify-single-word="false"'
            + (' fo:keep-with-next="always"' if look.together else "")
            + (' fo:break-before="page"' if look.fresh else "")
            + (' style:page-number="1"' if look.restart else "")
            + (' fo:border-bottom="0.7pt solid #000000" fo:padding="0mm"' if look.edge else "")
        )
        stops = "".join(
            f'<style:tab-stop style:position="{at}mm" style:type="center"/>' for at in look.tabs
        )
        tabs = f"<style:tab-stops>{stops}</style:tab-stops>" if stops else ""
        inner = (
            f"<style:paragraph-properties {gaps}>{tabs}</style:paragraph-properties>"
            f"<style:text-properties {text}/>"
        )
        extra = f' style:master-page-name="{master}"' if master else ""
        name = self.style("paragraph", inner, extra)
        return f'<text:p text:style-name="{name}">{inside}{self._spans(words)}</text:p>'

    def _spans(self, words: str) -> str:
        made = _marked(words)
        for mark, change in (("**", 'fo:font-weight="bold"'), ("~~", 'fo:font-style="italic"')):
            name = self.style("text", f"<style:text-properties {change}/>")
            parts = made.split(mark)
            span = f'<text:span text:style-name="{name}">'
            made = "".join(
                f"{span}{part}</text:span>" if index % 2 else part
                for index, part in enumerate(parts)
            )
        return made

    def table(
        self, widths: list[float], rows: list[list[str]], *, border: str = "none", left: float = 0
    ) -> str:
        """A table; each cell is the XML of its paragraphs; no padding unless bordered."""
        whole = self.style(
            "table",
            f'<style:table-properties style:width="{sum(widths)}mm" table:align="left" '
            f'fo:margin-left="{left}mm"/>',
        )
        pad = "0mm" if border == "none" else "1mm"
        cell = self.style(
            "table-cell",
            f'<style:table-cell-properties fo:padding="{pad}" fo:border="{border}"/>',
        )
        columns = "".join(
            '<table:table-column table:style-name="{}"/>'.format(
                self.style(
                    "table-column",
                    f'<style:table-column-properties style:column-width="{width}mm"/>',
                )
            )
            for width in widths
        )
        row = self.style("table-row", '<style:table-row-properties fo:keep-together="always"/>')
        lines = "".join(
            f'<table:table-row table:style-name="{row}">'
            + "".join(
                f'<table:table-cell table:style-name="{cell}" office:value-type="string">{inner}'
                "</table:table-cell>"
                for inner in cells
            )
            + "</table:table-row>"
            for cells in rows
        )
        return f'<table:table table:style-name="{whole}">{columns}{lines}</table:table>'

    def rule(
        self, x: float, y: float, length: float, *, dash: bool = False, page: bool = False
    ) -> str:
        """A level line anchored to the paragraph that it is put into; millimetres and points."""
        shape = 'draw:stroke="dash" draw:stroke-dash="Dash"' if dash else 'draw:stroke="solid"'
        at = _AT.replace('"paragraph"', '"page"') if page else _AT
        stroke = 'svg:stroke-color="#000000" svg:stroke-width="0.7pt"'
        name = self.style("graphic", f"<style:graphic-properties {shape} {stroke} {at}/>")
        return (
            f'<draw:line text:anchor-type="paragraph" draw:z-index="1" draw:style-name="{name}" '
            f'svg:x1="{x}mm" svg:y1="{y}mm" svg:x2="{x + length}mm" svg:y2="{y}mm"/>'
        )

    def picture(
        self, data: bytes, x: float, y: float, width: float, height: float, *, page: bool = False
    ) -> str:
        """A picture laid over the words at a place of its paragraph or of page 1."""
        at = _AT.replace('"paragraph"', '"page"') if page else _AT
        name = self.style("graphic", f"<style:graphic-properties {at}/>")
        return _frame(
            name,
            (x, y, width, height),
            f"<draw:image><office:binary-data>{base64.b64encode(data).decode()}"
            "</office:binary-data></draw:image>",
        )

    def box(
        self,
        inner: str,
        place: tuple[float, float, float, float],
        *,
        border: str = "none",
        pad: str = "0mm",
        page: bool = False,
    ) -> str:
        """A text frame at a place (x, y, width, height) of its paragraph or of page 1."""
        at = _AT.replace('"paragraph"', '"page"') if page else _AT
        name = self.style(
            "graphic",
            f'<style:graphic-properties {at} fo:border="{border}" fo:padding="{pad}" '
            f'draw:fill="none" {_edge(border)} fo:background-color="transparent" '
            'draw:textarea-vertical-align="middle"/>',
        )
        x, y, width, height = place
        return _frame(name, (x, y, width, height), f"<draw:text-box>{inner}</draw:text-box>")

    def new_page(self, page: Page) -> str:
        """The name of a master page (with its first page's) of these measures."""
        for name, known in self.pages:
            if known == page:
                return name
        name = f"Page{len(self.pages)}" if self.pages else "Standard"
        self.pages.append((name, page))
        return name

    def xml(self) -> str:
        """The whole flat ODF text."""
        masters = "".join(self._master(name, page) for name, page in self.pages)
        layouts = "".join(_layouts(name, page) for name, page in self.pages)
        automatic = "".join(
            f'<style:style style:name="{name}" {key}</style:style>'
            for key, name in self.looks.items()
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {SPACES} '
            'office:version="1.3" '
            'office:mimetype="application/vnd.oasis.opendocument.text">'
            '<office:styles><draw:stroke-dash draw:name="Dash" draw:style="rect" '
            'draw:dots1="1" draw:dots1-length="1.5mm" draw:distance="1mm"/></office:styles>'
            f"<office:automatic-styles>{layouts}{automatic}</office:automatic-styles>"
            f"<office:master-styles>{masters}</office:master-styles>"
            f"<office:body><office:text>{''.join(self.body)}</office:text></office:body>"
            "</office:document>"
        )

    def _master(self, name: str, page: Page) -> str:
        field_ = page.number_text or "<text:page-number/>"
        number = self.para("", page.number).replace("</text:p>", f"{field_}</text:p>")
        where = "header" if page.number_at == "top" else "footer"
        shown = "" if page.number_at == "none" else f"<style:{where}>{number}</style:{where}>"
        first = shown if page.number_first else ""
        return (
            f'<style:master-page style:name="{name}" style:page-layout-name="{name}f" '
            f'style:next-style-name="{name}n">{first}</style:master-page>'
            f'<style:master-page style:name="{name}n" style:page-layout-name="{name}l">{shown}'
            "</style:master-page>"
        )


_AT = (
    'style:run-through="foreground" style:wrap="run-through" '
    'style:number-wrapped-paragraphs="no-limit" style:flow-with-text="false" '
    'style:horizontal-pos="from-left" style:horizontal-rel="paragraph" '
    'style:vertical-pos="from-top" style:vertical-rel="paragraph"'
)


def _edge(border: str) -> str:
    """The border said once more as a shape's outline, which is what LibreOffice draws."""
    if border == "none":
        return 'draw:stroke="none"'
    weight, kind, colour = border.split()
    dash = (
        'draw:stroke="dash" draw:stroke-dash="Dash"' if kind == "dashed" else 'draw:stroke="solid"'
    )
    return f'{dash} svg:stroke-width="{weight}" svg:stroke-color="{colour}"'


def _frame(name: str, place: tuple[float, float, float, float], inner: str) -> str:
    x, y, width, height = place
    anchor = "paragraph"
    return (
        f'<draw:frame draw:style-name="{name}" text:anchor-type="{anchor}" draw:z-index="2" '
        f'svg:x="{x}mm" svg:y="{y}mm" svg:width="{width}mm" svg:height="{height}mm">'
        f"{inner}</draw:frame>"
    )


def _layouts(name: str, page: Page) -> str:
    """The layouts of the first page and of those after it; a head or foot takes 10 mm of margin."""
    number = page.number_at if page.number_at != "none" else ""
    first = number if page.number_first else ""
    return _layout(f"{name}f", page, first) + _layout(f"{name}l", page, number)


def _layout(name: str, page: Page, number: str) -> str:
    room = 10
    top = page.top - room if number == "top" else page.top
    bottom = page.bottom - room if number == "bottom" else page.bottom
    strip = (
        f'<style:header-footer-properties fo:min-height="{room}mm" svg:height="{room}mm" '
        'fo:margin="0mm" style:dynamic-spacing="false"/>'
    )
    shape = "landscape" if page.width > page.height else "portrait"
    return (
        f'<style:page-layout style:name="{name}"><style:page-layout-properties '
        f'fo:page-width="{page.width}mm" fo:page-height="{page.height}mm" '
        f'fo:margin-top="{top}mm" fo:margin-bottom="{bottom}mm" '
        f'fo:margin-left="{page.left}mm" fo:margin-right="{page.right}mm" '
        f'style:print-orientation="{shape}" style:num-format="{page.number_form}"/>'
        f"<style:header-style>{strip if number == 'top' else ''}</style:header-style>"
        f"<style:footer-style>{strip if number == 'bottom' else ''}</style:footer-style>"
        "</style:page-layout>"
    )


def _letters(look: Look) -> str:
    weight = "bold" if look.bold else "normal"
    slant = "italic" if look.italic else "normal"
    return (
        f'fo:font-family="\'{look.font}\'" fo:font-size="{look.size}pt" '
        f'fo:font-weight="{weight}" fo:font-style="{slant}" fo:color="{look.colour}" '
        'fo:language="vi" fo:country="VN" fo:hyphenate="false"'
        + (
            ' style:text-underline-style="solid" style:text-underline-width="auto" '
            'style:text-underline-color="font-color"'
            if look.under
            else ""
        )
    )


def _marked(words: str) -> str:
    text = escape(words, quote=False)
    text = re.sub(" {2,}", lambda run: f'<text:s text:c="{len(run[0])}"/>', text)
    return text.replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")


class Span(NamedTuple):
    """A line under words: where it begins from the left of its column, and how long it is."""

    x: float
    length: float


def width(words: str, look: Look) -> float:
    """How wide these words are in millimetres."""
    face = FACES[look.bold + 2 * look.italic]
    name = f"LiberationSerif-{face}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    return float(pdfmetrics.stringWidth(words, name, look.size)) * 25.4 / 72


def centred(words: str, look: Look, column: float, part: float = 1.0, shift: float = 0) -> Span:
    """A line of ``part`` of the words' width, centred in a column, moved by ``shift``."""
    length = width(words, look) * part
    return Span((column - length) / 2 + shift, length)
