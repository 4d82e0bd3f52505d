#!/bin/sh
# Makes tests/data/incoming/ anew, with programs that have nothing to do with ours. What it makes is
# committed; run it only to change the files. Debian packages: libreoffice-writer-nogui
# librsvg2-bin ghostscript qpdf fonts-liberation2. Usage: make_incoming.sh [PYTHON]
set -eu
cd "$(dirname "$0")"
python=$(command -v "${1:-python3}")
out=incoming
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"
export SOURCE_DATE_EPOCH=1794700800 # 2026-11-15, in files of programs that heed it

# LibreOffice Writer
soffice --headless -env:UserInstallation="file://$work/office" \
    --convert-to pdf --outdir "$work" source/cong-van.fodt >/dev/null 2>&1
mv "$work/cong-van.pdf" "$out/libreoffice-cong-van.pdf"

# librsvg, Pango and cairo
rsvg-convert -f pdf -o "$out/cairo-thong-bao.pdf" source/thong-bao.svg

# Ghostscript, as a printer driver that writes PDF
rsvg-convert -f pdf -o "$work/bao-cao.pdf" source/bao-cao.svg
gs -q -dSAFER -sDEVICE=pdfwrite -o "$out/ghostscript-bao-cao.pdf" "$work/bao-cao.pdf"

# Qt
PYTHONPATH=../.. "$python" source/giay_moi.py "$out/qt-giay-moi.pdf"

# pictures only, as a scanner sends them: colour, 200 dpi, no text layer
gs -q -dSAFER -sDEVICE=pdfimage24 -r200 -sCompression=JPEG -dJPEGQ=30 \
    -o "$out/scan-bao-cao.pdf" "$out/ghostscript-bao-cao.pdf"

# asks for a password (mật khẩu: giả lập)
qpdf --encrypt 'giả lập' 'giả lập' 256 -- "$out/libreoffice-cong-van.pdf" "$out/password.pdf"

# cut in the middle of a stream, so that no page can be found
head -c 2000 "$out/qt-giay-moi.pdf" >"$out/broken-cut.pdf"

# every offset of the cross-reference is wrong; readers that repair files still open it
sed 's/^[0-9]\{10\} \([0-9]\{5\}\) n/9999999999 \1 n/' "$out/ghostscript-bao-cao.pdf" \
    >"$out/broken-xref.pdf"

: >"$out/empty.pdf"
printf 'Đây là tệp chữ, không phải PDF. Dữ liệu giả lập.\n' >"$out/not-a-pdf.pdf"
