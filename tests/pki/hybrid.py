"""A hybrid-reference file, as word processors write them: a table and a stream side by side."""

from __future__ import annotations

import re


def hybrid(pdf: bytes) -> bytes:
    """``pdf`` with one revision appended whose cross-reference table names a stream too."""
    size = int(re.findall(rb"/Size (\d+)", pdf)[-1])
    root = re.findall(rb"/Root (\d+ \d+ R)", pdf)[-1]
    before = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    body = pdf if pdf.endswith(b"\n") else pdf + b"\n"
    extra = len(body)
    body += b"%d 0 obj\n<< /Note (lai) >>\nendobj\n" % size
    stream = len(body)
    entries = b"\x01" + extra.to_bytes(4) + b"\x00"
    body += (
        b"%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 1] /Index [%d 1] /Root %s /Length %d >>\n"
        b"stream\n%s\nendstream\nendobj\n" % (size + 1, size + 2, size, root, len(entries), entries)
    )
    table = len(body)
    return body + (
        b"xref\n%d 1\n%010d 00000 n \ntrailer\n"
        b"<< /Size %d /Root %s /Prev %d /XRefStm %d >>\nstartxref\n%d\n%%%%EOF\n"
        % (size + 1, stream, size + 2, root, before, stream, table)
    )
