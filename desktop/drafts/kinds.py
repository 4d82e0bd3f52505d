"""Which document is to be written: every type with its form, found by a few letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.office.family import CONG_VAN
from desktop import reference
from desktop.drafts import keeping
from desktop.drafts.keeping import Key, Task
from desktop.frame.command_palette import Entry, PaletteCard, Wording
from desktop.widgets.matching import Candidate, Match
from desktop.words import word, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.office.family import Forms
    from desktop.context import Context

    Choose = Callable[["Kind"], None]

_WORDING: Final = Wording("drafts.kinds", "drafts.kinds_find", "drafts.kinds_keys", 60)


@dataclass(frozen=True)
class Kind:
    """A type on one of its forms; ``form`` is that one's number in PL III."""

    template: str = CONG_VAN
    type: str = CONG_VAN
    text: str = ""
    form: str = ""

    @property
    def key(self) -> Key:
        """Template and type."""
        return self.template, self.type

    def task(self, *, internal: bool = False) -> Task:
        """Beginning a document of this kind."""
        return Task(internal=internal, template=self.template, type=self.type)


def kinds(forms: Forms, recent: Sequence[Key]) -> list[Kind]:
    """What can be written: what was written last first, then the letter, then the others by the
    order of the law. A type with several forms stands there with each.
    """
    found = [
        Kind(family.code, kind.code, "", family.form)
        for kind in forms.types.items
        for family in forms.families.items
        if kind.code in family.types
    ]
    first = dict.fromkeys((*recent, (CONG_VAN, CONG_VAN)))
    order = {key: place for place, key in enumerate(first)}
    found.sort(key=lambda one: order.get(one.key, len(order)))
    several = {one.type for one in found if sum(each.type == one.type for each in found) > 1}
    return [_named(one, forms, one.type in several) for one in found]


def _named(kind: Kind, forms: Forms, several: bool) -> Kind:
    item = forms.families.find(kind.template) if several else forms.types.find(kind.type)
    return Kind(kind.template, kind.type, reference.named(item, words.language), kind.form)


def kinds_card(recent: Sequence[Key], choose: Choose) -> PaletteCard:
    """The card on which a kind is chosen."""

    def line(kind: Kind, place: int) -> Entry:
        lately = kind.key in recent
        group = "drafts.kinds_recent" if lately else "drafts.kinds_all"
        form = word("drafts.kinds_form", form=kind.form) if kind.form else ""
        match = Match(Candidate(kind.text, form, -place), ())
        return Entry(group, "document_edit", match, form, lambda: choose(kind))

    offered = kinds(reference.forms(), recent)
    lines = [line(kind, place) for place, kind in enumerate(offered)]
    return PaletteCard(lines, lambda _typed, _deliver: None, _WORDING)


class KindChooser:
    """Asks what is to be written and calls ``begin`` with it; what was written last comes first.

    What that was is read ahead: the card is there at once, for whoever types on.
    """

    def __init__(self, context: Context, begin: Callable[[Task], None]) -> None:
        self._context, self._begin = context, begin
        self._recent = list[Key]()

    def read(self) -> None:
        """Ask what was written last."""
        self._context.read(keeping.recent, self._know)

    def ask(self, *, internal: bool = False) -> None:
        """Open the card; what was left unsaved of the kind is gone on with."""

        def chosen(kind: Kind) -> None:
            self._context.read(lambda store: keeping.choose(store, kind.key), self._know)
            self._begin(kind.task(internal=internal))

        self.pick(chosen)

    def pick(self, chosen: Choose) -> None:
        """Open the card for another purpose."""
        self._context.frame.open_sheet(kinds_card(self._recent, chosen))

    def _know(self, recent: list[Key]) -> None:
        self._recent = recent
