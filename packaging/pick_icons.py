"""Copies the icons that the program uses out of the npm package @fluentui/svg-icons 1.1.343 (MIT).

    npm pack @fluentui/svg-icons@1.1.343 && tar xzf fluentui-svg-icons-1.1.343.tgz
    python packaging/pick_icons.py package/icons resources/icons

To add an icon, add its name here and run it again. Fluent draws every size on its own pixel grid,
so each icon comes at 16, 20 and 24 px where the set has them.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

SIZES = (16, 20, 24)
REGULAR = """
add alert archive arrow_down arrow_download arrow_exit arrow_import arrow_left arrow_reply
arrow_sort arrow_sync arrow_undo arrow_up arrow_upload attach book building calendar calendar_clock
certificate checkmark checkmark_circle chevron_down chevron_left chevron_right chevron_up
circle_half_fill clock column_edit comment_edit copy data_histogram delete desktop dismiss document
document_add document_checkmark document_edit document_pdf document_ribbon document_signature
document_text error_circle eye eye_off filter folder_add folder_arrow_right folder_open history home
info key keyboard keyboard_shift_uppercase link local_language lock_closed lock_open mail_arrow_up
mail_inbox mail_inbox_arrow_down mail_read mail_unread more_horizontal open options panel_right
people people_checkmark person person_add person_arrow_right person_swap plug_disconnected print
question_circle ribbon save scan_text search send settings shield_checkmark shield_lock subtract
text_font_size text_line_spacing usb_stick warning zoom_in zoom_out
"""
FILLED = """
calendar_clock certificate checkmark_circle comment_edit data_histogram document_edit
document_signature error_circle folder_open history home info lock_closed mail_arrow_up
mail_inbox_arrow_down people person search settings shield_checkmark warning
"""


def pick(package: Path, target: Path) -> int:
    """Replace what is in target; returns the number of files. Raises FileNotFoundError for a wrong
    name."""
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("*_*_*.svg"):
        old.unlink()
    wanted = [(name, "regular") for name in REGULAR.split()] + [
        (name, "filled") for name in FILLED.split()
    ]
    for name, style in wanted:
        found = [package / f"{name}_{size}_{style}.svg" for size in SIZES]
        found = [file for file in found if file.exists()]
        if not found:
            raise FileNotFoundError(name)
        for file in found:
            shutil.copyfile(file, target / file.name)
    return len(list(target.glob("*_*_*.svg")))


if __name__ == "__main__":
    sys.stdout.write(f"{pick(Path(sys.argv[1]), Path(sys.argv[2]))} icons\n")
