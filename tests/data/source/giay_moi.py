"""Prints an invitation with Qt (QTextDocument on QPdfWriter): ``giay_moi.py OUT.pdf``."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import (
    QFontDatabase,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextDocument,
)

import resources

TEXT = """
<div style="font-family:'Liberation Serif'; font-size:13pt">
<table width="100%"><tr>
<td width="42%" align="center">SƯ ĐOÀN BỘ BINH 999 (GIẢ LẬP)<br><b>PHÒNG CHÍNH TRỊ</b>
<br><br>Số: 19/GM-CT</td>
<td align="center"><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br><u>Độc lập - Tự do - Hạnh phúc</u></b>
<br><br><i>Thành phố Mô Phỏng, ngày 18 tháng 11 năm 2026</i></td></tr></table>
<p align="center"><b>GIẤY MỜI<br>Dự Hội nghị tổng kết công tác năm 2026</b></p>
<p>Phòng Chính trị trân trọng kính mời: Thủ trưởng Trung đoàn 9991.</p>
<p>Tới dự: Hội nghị tổng kết công tác đảng, công tác chính trị năm 2026.</p>
<p>Thời gian: 08 giờ 00, ngày 04 tháng 12 năm 2026.</p>
<p>Địa điểm: Hội trường Sư đoàn./.</p>
<table width="100%"><tr><td width="45%"><i><b>Nơi nhận:</b></i>
<br>- Như trên;<br>- Lưu: VT, CT.</td>
<td align="center"><b>CHỦ NHIỆM CHÍNH TRỊ<br><br><br><br>Thượng tá Bùi Phỏng Tác</b></td></tr>
</table>
<p align="center" style="color:#999999; font-size:10pt">DỮ LIỆU GIẢ LẬP</p></div>
"""


def main(out: str) -> None:
    """Write the invitation."""
    app = QGuiApplication(["giay_moi", "-platform", "offscreen"])
    for style in ("Regular", "Bold", "Italic", "BoldItalic"):
        QFontDatabase.addApplicationFont(str(resources.path(f"fonts/LiberationSerif-{style}.ttf")))
    writer = QPdfWriter(out)
    writer.setTitle("Giấy mời (dữ liệu giả lập)")
    margins = QMarginsF(30, 20, 15, 20)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            margins,
            QPageLayout.Unit.Millimeter,
        )
    )
    document = QTextDocument()
    document.setHtml(TEXT)
    document.print_(writer)
    app.quit()


if __name__ == "__main__":
    main(sys.argv[1])
