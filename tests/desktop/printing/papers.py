"""Printers whose paper is a file: what a print job of the system would get."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtPrintSupport import QPrinter

from core.errors import PrinterFailed
from desktop.printing.printers import Offer

PLAIN = Offer("tep", "Máy in thử (một mặt)", usual=True)
BOTH = Offer("tep-2", "Máy in thử (hai mặt)", two_sided=True)


class FilePrinters:
    """Each print job is a file more in the folder; ``there`` are switched on."""

    def __init__(self, folder: Path, *there: Offer) -> None:
        self.folder, self.there = folder, list(there)

    def offers(self) -> list[Offer]:
        """See ``Printers``."""
        return list(self.there)

    def ready(self, name: str) -> QPrinter:
        """See ``Printers``."""
        if name not in {offer.name for offer in self.there}:
            raise PrinterFailed(name=name)
        self.folder.mkdir(exist_ok=True)
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFileName(str(self.folder / f"{len(self.printed()):02}-{name}.pdf"))
        return printer

    def printed(self) -> list[Path]:
        """The paper so far."""
        return sorted(self.folder.glob("*.pdf"))
