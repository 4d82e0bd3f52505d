"""Every rule of layout that a document can break by itself (law: NĐ 30/2020/NĐ-CP, Phụ lục I).

An id is stable: kept deviations name it. What a user reads of a rule stands in
resources/i18n/format.json; sizes and tolerances stand in core.office.format.measures.
"""

from __future__ import annotations

from enum import StrEnum


class Rule(StrEnum):
    """A rule's id and its place in Phụ lục I: mục and khoản of phần I, else the phần is named."""

    law: str

    def __new__(cls, value: str, law: str = "") -> Rule:
        """A member: its id is the string; found again by its id alone."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.law = law
        return member

    # ---- reading
    NO_TEXT = "no-text", "I.4"  # The document has no text to check: it is a scan.

    # A document of the Party, which this law does not rule.
    OTHER_FORM = "other-form", "phần I"

    # ---- page
    PAGE_SIZE = "page-size", "I.1"  # A4, 210 x 297 mm.
    # Portrait; landscape only on a page that holds a table.
    PAGE_ORIENTATION = "page-orientation", "I.2"
    MARGIN_TOP = "margin-top", "I.3"  # 20-25 mm.
    MARGIN_BOTTOM = "margin-bottom", "I.3"  # 20-25 mm.
    MARGIN_LEFT = "margin-left", "I.3"  # 30-35 mm.
    MARGIN_RIGHT = "margin-right", "I.3"  # 15-20 mm.
    # Times New Roman or its metric twin (Liberation Serif, Tinos) everywhere.
    FONT_FAMILY = "font-family", "I.4"
    TEXT_COLOUR = "text-colour", "I.4"  # Black, except the mark of urgency.
    # Every page from the second shows its number.
    PAGE_NUMBER_MISSING = "page-number-missing", "I.7"
    PAGE_NUMBER_FIRST = "page-number-first", "I.7"  # Page 1 shows none.
    # Arabic numbers that count from 1 without a gap.
    PAGE_NUMBER_ORDER = "page-number-order", "I.7"
    PAGE_NUMBER_PLACE = "page-number-place", "I.7"  # Centred in the top margin.
    PAGE_NUMBER_SIZE = "page-number-size", "I.7"  # 13-14.
    PAGE_NUMBER_STYLE = "page-number-style", "I.7"  # Upright (neither italic nor bold).
    # Each Phụ lục counts its own pages from 1.
    APPENDIX_PAGE_NUMBER = "appendix-page-number", "III.1"

    # ---- ô 6, running text
    BODY_SIZE = "body-size", "II.6"  # 13-14.
    BODY_JUSTIFIED = "body-justified", "II.6"  # Justified on both sides.
    BODY_INDENT = "body-indent", "II.6"  # First line 1 cm or 1.27 cm in.
    BODY_GAP = "body-gap", "II.6"  # 6 pt at least between paragraphs.
    BODY_SPACING = "body-spacing", "II.6"  # Single to 1.5 lines.

    # ---- ô 1
    STATE_MISSING = "state-missing", "II.1"  # Quốc hiệu is there.
    STATE_WORDS = "state-words", "II.1"  # It is spelled CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM.
    STATE_CASE = "state-case", "II.1"  # In capitals.
    STATE_SIZE = "state-size", "II.1"  # 12-13.
    STATE_STYLE = "state-style", "II.1"  # Upright, bold.
    STATE_PLACE = "state-place", "II.1"  # At the top right.
    MOTTO_MISSING = "motto-missing", "II.1"  # Tiêu ngữ is there.
    MOTTO_WORDS = "motto-words", "II.1"  # It is spelled Độc lập - Tự do - Hạnh phúc.
    MOTTO_HYPHENS = "motto-hyphens", "II.1"  # Hyphens with a space on each side.
    MOTTO_CASE = "motto-case", "II.1"  # Lower case, capitals at the beginning of each phrase.
    MOTTO_SIZE = "motto-size", "II.1"  # 13-14.
    MOTTO_STYLE = "motto-style", "II.1"  # Upright, bold.
    MOTTO_PLACE = "motto-place", "II.1"  # Centred under Quốc hiệu.
    MOTTO_SPACING = "motto-spacing", "II.1"  # Single spacing to Quốc hiệu.
    MOTTO_LINE = "motto-line", "II.1"  # A solid line under it.
    MOTTO_LINE_LENGTH = "motto-line-length", "II.1"  # The line is as long as the text.

    # ---- ô 2
    PARENT_CASE = "parent-case", "II.2"  # Cơ quan chủ quản in capitals.
    PARENT_SIZE = "parent-size", "II.2"  # 12-13.
    PARENT_STYLE = "parent-style", "II.2"  # Upright, not bold.
    ISSUER_MISSING = "issuer-missing", "II.2"  # Cơ quan ban hành is there.
    ISSUER_CASE = "issuer-case", "II.2"  # In capitals.
    ISSUER_SIZE = "issuer-size", "II.2"  # 12-13.
    ISSUER_STYLE = "issuer-style", "II.2"  # Upright, bold.
    ISSUER_PLACE = "issuer-place", "II.2"  # Centred under the parent, in the left half of the head.
    ISSUER_LINE = "issuer-line", "II.2"  # A solid line under it.
    ISSUER_LINE_LENGTH = "issuer-line-length", "II.2"  # The line is 1/3-1/2 of the text's length.
    ISSUER_LINE_PLACE = "issuer-line-place", "II.2"  # The line is centred under the text.

    # ---- ô 3
    NUMBER_MISSING = "number-missing", "II.3"  # Số, ký hiệu are there.
    NUMBER_WORD = "number-word", "II.3"  # Begins with "Số:" (capital S, colon).
    NUMBER_PADDING = "number-padding", "II.3"  # Numbers below 10 are written 01-09.
    # "/" between number and symbol, "-" between the groups of the symbol.
    NUMBER_FORM = "number-form", "II.3"
    NUMBER_SPACES = "number-spaces", "II.3"  # No spaces within number and symbol.
    # The symbol of a công văn carries no abbreviation of a type.
    NUMBER_LETTER_TYPE = "number-letter-type", "II.3"
    # The symbol of a typed document begins with its type's abbreviation.
    NUMBER_TYPE = "number-type", "II.3"
    NUMBER_CASE = "number-case", "II.3"  # The symbol in capitals.
    NUMBER_SIZE = "number-size", "II.3"  # 13.
    NUMBER_STYLE = "number-style", "II.3"  # Upright, not bold.
    NUMBER_PLACE = "number-place", "II.3"  # Centred under ô 2.

    # ---- ô 4
    DATE_MISSING = "date-missing", "II.4"  # Place and date are there.
    DATE_FORM = "date-form", "II.4"  # "ngày … tháng … năm …", spelled out.
    # Days below 10 and months 1 and 2 have a leading zero, months 3-9 none.
    DATE_ZERO = "date-zero", "II.4"
    DATE_COMMA = "date-comma", "II.4"  # A comma after the place.
    DATE_CASE = "date-case", "II.4"  # Lower case ("ngày", not "Ngày"; the place not in capitals).
    DATE_SIZE = "date-size", "II.4"  # 13-14.
    DATE_STYLE = "date-style", "II.4"  # Italic, not bold.
    DATE_LEVEL = "date-level", "II.4"  # On one line with ô 3.
    DATE_PLACE = "date-place", "II.4"  # Centred under ô 1.

    # ---- ô 5a
    TITLE_MISSING = "title-missing", "II.5"  # Tên loại is there (record with a type).
    TITLE_CASE = "title-case", "II.5"  # In capitals.
    TITLE_SIZE = "title-size", "II.5"  # 13-14.
    TITLE_STYLE = "title-style", "II.5"  # Upright, bold.
    TITLE_PLACE = "title-place", "II.5"  # Centred between the margins.
    SUBJECT_MISSING = "subject-missing", "II.5"  # A trích yếu under the tên loại.
    SUBJECT_CASE = "subject-case", "II.5"  # Lower case.
    SUBJECT_SIZE = "subject-size", "II.5"  # 13-14.
    SUBJECT_STYLE = "subject-style", "II.5"  # Upright, bold.
    SUBJECT_PLACE = "subject-place", "II.5"  # Centred under tên loại.
    SUBJECT_LINE = "subject-line", "II.5"  # A solid line under it.
    SUBJECT_LINE_LENGTH = "subject-line-length", "II.5"  # The line is 1/3-1/2 of the text's length.

    # ---- ô 5b
    LETTER_SUBJECT_MISSING = "letter-subject-missing", "II.5"  # A công văn has a trích yếu.
    LETTER_SUBJECT_WORD = "letter-subject-word", "II.5"  # It begins with "V/v".
    LETTER_SUBJECT_CASE = "letter-subject-case", "II.5"  # Lower case.
    LETTER_SUBJECT_SIZE = "letter-subject-size", "II.5"  # 12-13.
    LETTER_SUBJECT_STYLE = "letter-subject-style", "II.5"  # Upright, not bold.
    LETTER_SUBJECT_PLACE = "letter-subject-place", "II.5"  # Centred under ô 3.
    LETTER_SUBJECT_GAP = "letter-subject-gap", "II.5"  # 6 pt below ô 3.

    # ---- ô 6, căn cứ
    BASIS_SIZE = "basis-size", "II.6"  # 13-14.
    BASIS_STYLE = "basis-style", "II.6"  # Italic.
    BASIS_CASE = "basis-case", "II.6"  # Lower case.
    BASIS_LINES = "basis-lines", "II.6"  # One căn cứ a line.
    BASIS_SEMICOLON = "basis-semicolon", "II.6"  # Each but the last ends with ";".
    BASIS_PERIOD = "basis-period", "II.6"  # The last ends with ".".

    # ---- ô 6, phần, chương, mục
    HEADING_ROMAN = "heading-roman", "II.6"  # Phần and Chương have Roman numbers.
    HEADING_ARABIC = "heading-arabic", "II.6"  # Mục and Tiểu mục have Arabic numbers.
    HEADING_ORDER = "heading-order", "II.6"  # They count without a gap.
    HEADING_CASE = "heading-case", "II.6"  # "Chương I" in lower case.
    HEADING_SIZE = "heading-size", "II.6"  # 13-14.
    HEADING_STYLE = "heading-style", "II.6"  # Upright, bold.
    HEADING_PLACE = "heading-place", "II.6"  # On a line of its own, centred.
    HEADING_TITLE_CASE = "heading-title-case", "II.6"  # The title below it in capitals.
    HEADING_TITLE_SIZE = "heading-title-size", "II.6"  # 13-14.
    HEADING_TITLE_STYLE = "heading-title-style", "II.6"  # Upright, bold.
    HEADING_TITLE_PLACE = "heading-title-place", "II.6"  # Centred below the number.

    # ---- ô 6, Điều, khoản, điểm
    # "Điều N." with a capital, an Arabic number and a period.
    ARTICLE_FORM = "article-form", "II.6"
    ARTICLE_ORDER = "article-order", "II.6"  # They count through the text without a gap.
    ARTICLE_STYLE = "article-style", "II.6"  # Heading bold, upright.
    ARTICLE_SIZE = "article-size", "II.6"  # As large as the body.
    ARTICLE_INDENT = "article-indent", "II.6"  # 1 cm or 1.27 cm in.
    CLAUSE_FORM = "clause-form", "II.6"  # "1." Arabic number and period.
    CLAUSE_ORDER = "clause-order", "II.6"  # They count from 1 without a gap.
    CLAUSE_STYLE = "clause-style", "II.6"  # Upright; bold only with a heading of its own.
    CLAUSE_SIZE = "clause-size", "II.6"  # As large as the body.
    POINT_FORM = "point-form", "II.6"  # "a)" lower-case letter and closing parenthesis.
    POINT_ORDER = "point-order", "II.6"  # a, b, c, d, đ, e, g, h, i, k … without a gap.
    POINT_STYLE = "point-style", "II.6"  # Upright, not bold.
    POINT_SIZE = "point-size", "II.6"  # As large as the body.
    TEXT_END = "text-end", "II.6"  # The text ends with "./.".

    # ---- ô 7
    AUTHORITY_MISSING = "authority-missing", "II.7"  # Quyền hạn, chức vụ are there.
    AUTHORITY_CASE = "authority-case", "II.7"  # In capitals.
    AUTHORITY_SIZE = "authority-size", "II.7"  # 13-14.
    AUTHORITY_STYLE = "authority-style", "II.7"  # Upright, bold.
    SIGNER_MISSING = "signer-missing", "II.7"  # The signer's name is there.
    SIGNER_CASE = "signer-case", "II.7"  # Lower case.
    SIGNER_SIZE = "signer-size", "II.7"  # 13-14.
    SIGNER_STYLE = "signer-style", "II.7"  # Upright, bold.
    SIGNER_PLACE = "signer-place", "II.7"  # Centred under chức vụ.
    # The image of the signature centred between chức vụ and họ tên.
    SIGNATURE_PLACE = "signature-place", "II.7"
    SIGNATURE_COLOUR = "signature-colour", "II.7"  # The image is blue.

    # ---- ô 8
    SEAL_COLOUR = "seal-colour", "II.8"  # The image of the seal is red.
    SEAL_OVERLAP = "seal-overlap", "II.8"  # It covers about 1/3 of the signature, on its left.
    SEAL_SIZE = "seal-size", "II.8"  # As large as the real seal (record with its size).
    # No image of a signature or seal on text attached in the same file.
    SEAL_ATTACHMENT = "seal-attachment", "II.8"

    # ---- ô 9a
    ADDRESSEES_MISSING = "addressees-missing", "II.9"  # A công văn has "Kính gửi:".
    ADDRESSEES_CASE = "addressees-case", "II.9"  # Lower case.
    ADDRESSEES_SIZE = "addressees-size", "II.9"  # 13-14.
    ADDRESSEES_STYLE = "addressees-style", "II.9"  # Upright, not bold.
    # One addressee stands on the line of "Kính gửi:", without a dash.
    ADDRESSEES_ONE = "addressees-one", "II.9"
    # Two or more: each on a line of its own with a dash.
    ADDRESSEES_DASHES = "addressees-dashes", "II.9"
    ADDRESSEES_ENDS = "addressees-ends", "II.9"  # ";" at each line's end, "." at the last.
    # The dashes stand below one another, under the colon.
    ADDRESSEES_ALIGN = "addressees-align", "II.9"

    # ---- ô 9b
    RECIPIENTS_MISSING = "recipients-missing", "II.9"  # "Nơi nhận:" is there.
    RECIPIENTS_TITLE_CASE = "recipients-title-case", "II.9"  # "Nơi nhận:" in lower case.
    RECIPIENTS_TITLE_SIZE = "recipients-title-size", "II.9"  # 12.
    RECIPIENTS_TITLE_STYLE = "recipients-title-style", "II.9"  # Bold italic.
    RECIPIENTS_TITLE_LEVEL = "recipients-title-level", "II.9"  # Level with chức vụ.
    RECIPIENTS_TITLE_LEFT = "recipients-title-left", "II.9"  # Flush with the left margin.
    RECIPIENTS_SIZE = "recipients-size", "II.9"  # 11.
    RECIPIENTS_STYLE = "recipients-style", "II.9"  # Upright, not bold.
    RECIPIENTS_CASE = "recipients-case", "II.9"  # Lower case.
    RECIPIENTS_DASHES = "recipients-dashes", "II.9"  # A dash before each.
    RECIPIENTS_SEMICOLON = "recipients-semicolon", "II.9"  # ";" at the end of each but the last.
    RECIPIENTS_PERIOD = "recipients-period", "II.9"  # "." at the end of the last.
    RECIPIENTS_COPY = "recipients-copy", "II.9"  # The last line is "- Lưu: VT, …".
    # After "Kính gửi" the list begins with "- Như trên;".
    RECIPIENTS_ABOVE = "recipients-above", "II.9"
    # Without "Kính gửi" the list names recipients ("- Như Điều …;"), not "Như trên".
    RECIPIENTS_DIRECT = "recipients-direct", "II.9"

    # ---- ô 10b, 11, 12, 13
    URGENCY_MISSING = "urgency-missing", "III.2"  # The mark of the record's urgency is there.
    URGENCY_CASE = "urgency-case", "III.2"  # In capitals.
    URGENCY_SIZE = "urgency-size", "III.2"  # 13-14.
    URGENCY_STYLE = "urgency-style", "III.2"  # Upright, bold.
    URGENCY_FRAME = "urgency-frame", "III.2"  # In a frame of single lines.
    # 30 x 8, 40 x 8 and 20 x 8 mm for Hỏa tốc, Thượng khẩn and Khẩn.
    URGENCY_FRAME_SIZE = "urgency-frame-size", "III.2"
    URGENCY_COLOUR = "urgency-colour", "III.2"  # Text and frame bright red.
    # In the left half of the head, under the number (công văn: under the subject).
    URGENCY_PLACE = "urgency-place", "III.2"
    CIRCULATION_CASE = "circulation-case", "III.2"  # In capitals.
    CIRCULATION_SIZE = "circulation-size", "III.2"  # 13-14.
    CIRCULATION_STYLE = "circulation-style", "III.2"  # Upright, bold.
    CIRCULATION_FRAME = "circulation-frame", "III.2"  # In a frame of single lines.
    # Above the head, from the centre to the right.
    CIRCULATION_PLACE = "circulation-place", "III.2"
    MARKER_SIZE = "marker-size", "III.3"  # 11.
    MARKER_STYLE = "marker-style", "III.3"  # Upright, not bold.
    CONTACT_SIZE = "contact-size", "III.4"  # 11-12.
    CONTACT_STYLE = "contact-style", "III.4"  # Upright, not bold.
    CONTACT_LINE = "contact-line", "III.4"  # Under a line as wide as the text.
    CONTACT_PLACE = "contact-place", "III.4"  # At the foot of page 1.

    # ---- Phụ lục
    APPENDIX_CASE = "appendix-case", "III.1"  # "Phụ lục I" in lower case.
    APPENDIX_SIZE = "appendix-size", "III.1"  # 14.
    APPENDIX_STYLE = "appendix-style", "III.1"  # Upright, bold.
    APPENDIX_PLACE = "appendix-place", "III.1"  # On a line of its own, centred.
    # Roman numbers in order where there are two or more.
    APPENDIX_NUMBER = "appendix-number", "III.1"
    APPENDIX_TITLE_CASE = "appendix-title-case", "III.1"  # The title in capitals.
    APPENDIX_TITLE_SIZE = "appendix-title-size", "III.1"  # 13-14.
    APPENDIX_TITLE_STYLE = "appendix-title-style", "III.1"  # Upright, bold.
    APPENDIX_TITLE_PLACE = "appendix-title-place", "III.1"  # Centred below "Phụ lục".
    # The reference "(Kèm theo …)" stands in parentheses.
    APPENDIX_REFERENCE_FORM = "appendix-reference-form", "III.1"
    APPENDIX_REFERENCE_SIZE = "appendix-reference-size", "III.1"  # 13-14.
    APPENDIX_REFERENCE_STYLE = "appendix-reference-style", "III.1"  # Italic.

    # ---- ô 14
    # A separate appendix or an electronic copy, signed, shows the agency's signature text.
    CORNER_MISSING = "corner-missing", "III.1; phần II, I.3"
    CORNER_PLACE = "corner-place", "III.1; phần II, I.3"  # At the top right of its first page.
    CORNER_SIZE = "corner-size", "III.1; phần II, I.3"  # 10.
    CORNER_STYLE = "corner-style", "III.1; phần II, I.3"  # Upright, not bold.
    CORNER_CASE = "corner-case", "III.1; phần II, I.3"  # Lower case.
    CORNER_COLOUR = "corner-colour", "III.1; phần II, I.3"  # Black.
    # Date, time to the second and zone (ISO 8601).
    CORNER_TIME = "corner-time", "III.1; phần II, I.3"
    # Appendix: number and symbol; copy: form of copy and agency.
    CORNER_WORDS = "corner-words", "III.1; phần II, I.3"
    CORNER_IMAGE = "corner-image", "III.1; phần II, I.3"  # No image of the seal.

    # ---- scans made for an electronic copy
    SCAN_VERSION = "scan-version", "phần II, I.3"  # PDF 1.4 or later.
    SCAN_COLOUR = "scan-colour", "phần II, I.3"  # In colour.
    SCAN_RESOLUTION = "scan-resolution", "phần II, I.3"  # 200 dpi at least.
    SCAN_SCALE = "scan-scale", "phần II, I.3"  # 100 %: the page is as large as the paper.
