"""Saves the report on a file's signatures: a page for any browser, XML by ETSI, JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from core.office.copies import Way
from core.signing.etsi_xml import validation_report
from desktop.printing import leaving
from desktop.signing import report_html
from desktop.signing.report_paper import file_name
from desktop.widgets.path_sheet import PathSheet
from desktop.widgets.segmented import Option, Segmented

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.signing.report import Report
    from db.acting import Done, Store
    from db.actions.exports import Copy
    from desktop.context import Context

_OPTIONS: Final = tuple(Option(way, f"verify.save.{way}") for way in (Way.HTML, Way.XML, Way.JSON))
_WRITTEN: Final[dict[Way, Callable[[str, Report], bytes]]] = {
    Way.HTML: lambda name, found: report_html.page(((name, found),)),
    Way.XML: lambda name, found: validation_report(((name, found),)),
    Way.JSON: lambda _name, found: msgspec.json.format(msgspec.json.encode(found)),
}


class SavingSheet(PathSheet):
    """Asks in which form and where; the form's ending follows the choice."""

    def __init__(self, context: Context, found: Report, name: str, copy: Copy) -> None:
        self._context, self._found, self._name, self._copy = context, found, name, copy
        self.form: Segmented[Way] = Segmented("verify.save.form", _OPTIONS)
        start = Path.home() / f"{file_name(name)}.{self.form.value()}"
        super().__init__(
            "verify.save", self._write, filters=_FILTERS, saving=True, start=start, extra=self.form
        )
        self.form.chosen.connect(self._name_anew)

    def _name_anew(self, way: Way) -> None:
        """Only an ending that is one of ours is another's place to take."""
        path = Path(self.edit.text().strip())
        if path.suffix.removeprefix(".") in set(_WRITTEN):
            self.edit.setText(str(path.with_suffix(f".{way}")))

    def _write(self, paths: list[Path]) -> None:
        way, copy = self.form.value(), self._copy
        content = _WRITTEN[way](self._name, self._found)

        def act(store: Store) -> Done:
            return leaving.save_table(store, copy, way, content, paths[0])

        self._context.act(act, lambda _: self._context.frame.toast("verify.saved"))


_FILTERS: Final = ";;".join(f"{way.upper()} (*.{way})" for way in _WRITTEN)
