"""Sentences, points and bases that the papers are filled with; they say nothing of anyone."""

from __future__ import annotations

LONG = (
    "Các cơ quan, đơn vị quán triệt nội dung văn bản này đến toàn thể cán bộ, chiến sĩ; "
    "tổ chức thực hiện nghiêm túc, đúng thời gian, bảo đảm an toàn tuyệt đối về người và trang bị."
)
MORE = (
    "Trong quá trình tổ chức thực hiện, nếu có khó khăn, vướng mắc, các cơ quan, đơn vị kịp thời "
    "phản ánh về Phòng Tham mưu để tổng hợp, báo cáo Sư đoàn trưởng xem xét, quyết định."
)
POINTS = [
    (
        "point",
        "a) Rà soát, thống kê số lượng, chất lượng vật tư, trang bị hiện có của đơn vị mình "
        "theo mẫu gửi kèm văn bản này;",
    ),
    (
        "point",
        "b) Lập danh sách cán bộ, chiến sĩ tham gia, gửi về Phòng Tham mưu trước khi tổ chức "
        "thực hiện ít nhất năm ngày làm việc;",
    ),
    ("point", "c) Chuẩn bị địa điểm, phương tiện;"),
    ("point", "d) Tổ chức kiểm tra công tác chuẩn bị;"),
    ("point", "đ) Báo cáo kết quả chuẩn bị;"),
    ("point", "e) Phối hợp với các đơn vị bạn;"),
    ("point", "g) Tổng kết, rút kinh nghiệm."),
]
BASES = [
    ("basis", "Căn cứ Quy chế làm việc của Sư đoàn Bộ binh 999 (giả lập) ban hành năm 2026;"),
    ("basis", "Căn cứ Kế hoạch công tác năm 2026 của Sư đoàn Bộ binh 999 (giả lập);"),
    ("basis", "Theo đề nghị của Tham mưu trưởng."),
]
