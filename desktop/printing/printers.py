"""The printers of this machine: which there are, and one made ready. The only module that knows
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from core.errors import PrinterFailed

if TYPE_CHECKING:
    from desktop.printing.wanted import Wanted

A4: Final = (595, 842)
LARGE: Final = 1000
"""Points; a page whose longer side is longer goes on A3."""


@dataclass(frozen=True)
class Offer:
    """A printer: its name and what is said of it; the usual one; whether it prints both sides."""

    name: str
    said: str
    usual: bool = False
    two_sided: bool = False


class Printers(Protocol):
    """Whoever knows printers."""

    def offers(self) -> list[Offer]:
        """All of them."""
        ...

    def ready(self, name: str) -> QPrinter:
        """One of them. Raises PrinterFailed for one that is not there any more."""
        ...


class SystemPrinters:
    """The printers that the system knows."""

    def offers(self) -> list[Offer]:
        """See ``Printers``."""
        return [
            Offer(
                info.printerName(),
                info.description() or info.printerName(),
                info.isDefault(),
                _both(info),
            )
            for info in QPrinterInfo.availablePrinters()
        ]

    def ready(self, name: str) -> QPrinter:
        """See ``Printers``."""
        info = QPrinterInfo.printerInfo(name)
        if info.isNull():
            raise PrinterFailed(name=name)
        return QPrinter(info, QPrinter.PrinterMode.HighResolution)


def _both(info: QPrinterInfo) -> bool:
    modes = set(info.supportedDuplexModes())
    return bool(modes & {QPrinter.DuplexMode.DuplexLongSide, QPrinter.DuplexMode.DuplexAuto})


def set_up(printer: QPrinter, wanted: Wanted, across: bool) -> int:
    """Ask for copies and sides; returns how often the pages have to be sent for it.

    What lies across is turned over its short side, where it is bound.
    """
    modes = QPrinter.DuplexMode
    side = modes.DuplexShortSide if across else modes.DuplexLongSide
    printer.setDuplex(side if wanted.two_sided else modes.DuplexNone)
    printer.setFullPage(True)
    printer.setCollateCopies(True)
    if not printer.supportsMultipleCopies():
        return wanted.copies
    printer.setCopyCount(wanted.copies)
    return 1


def set_page(printer: QPrinter, size: tuple[float, float]) -> None:
    """The paper of the next page, by its size in points."""
    large, across = max(size) > LARGE, size[0] > size[1]
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A3 if large else QPageSize.PageSizeId.A4))
    turned = QPageLayout.Orientation
    printer.setPageOrientation(turned.Landscape if across else turned.Portrait)
