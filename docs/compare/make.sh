#!/bin/sh
# Pairs the pictures of build/screens with those of the design, side by side, ours at the left.
# Make ours first: ANTIN_SCREENS=1 pytest tests/desktop/test_every_screen.py tests/desktop/accounts tests/desktop/safety
# Debian package: imagemagick. Usage: docs/compare/make.sh REFERENCE_FOLDER
set -eu
references=$1
cd "$(dirname "$0")/../.."
ours=build/screens out=docs/compare

# the picture of the design nearest to a screen; WIDTHxHEIGHT+X+Y cuts it out of a sheet of four
nearest() {
    sheet="$references/06-lenh-khoa-xung-dot-cho-ky.png"
    case $1 in
    incoming-dark-1920) echo "$references/02-van-ban-den-toi-1920.png" ;;
    incoming-* | outgoing-[ld]*) echo "$references/01-van-ban-den-sang-1366.png" ;;
    pin-*) echo "$references/03-ky-lo-pin-toi-1366.png" ;;
    registration-*) echo "$references/04-dang-ky-nhanh-sang-1366.png" ;;
    reports-*) echo "$references/05-thong-ke-sang-1920.png" ;;
    palette-*) echo "$sheet[1366x768+8+8]" ;;
    lock-*) echo "$sheet[1366x768+1390+8]" ;;
    signing-*) echo "$sheet[1366x768+1390+792]" ;;
    esac
}

command -v magick >/dev/null && draw=magick || draw=convert

for file in "$ours"/*-1366-vi.png "$ours"/*-1920-vi.png; do
    name=$(basename "$file" -vi.png)
    grep -Eqr "\"${name%-*-*}(\"|-[{]setting)" tests/desktop/gallery*.py tests/desktop/accounts tests/desktop/safety || continue
    reference=$(nearest "$name")
    if [ -n "$reference" ]; then
        "$draw" "$file" "$reference" -resize x768 +append -resize '1900x>' \
            -strip -quality 72 "$out/$name.jpg"
    else
        "$draw" "$file" -resize '1366x>' -strip -quality 72 "$out/$name.jpg"
    fi
done

for name in home incoming registration signing outgoing lock; do
    "$draw" "$ours/$name-light-1366-vi.png" -strip +dither -colors 256 -define png:compression-level=9 \
        "docs/pictures/$name.png"
done
