"""One clean paper of every family of NĐ 30 PL III, of appendices and of copies; all fictional."""

from __future__ import annotations

from tests.data.format.fodt import Look
from tests.data.format.nd30 import BASE, Paper
from tests.data.format.pictures import scan
from tests.data.format.words import BASES, LONG, MORE, POINTS

cong_van: Paper = {
    **BASE,
    "number": "Số: 05/SĐ999-TM",
    "letter_subject": ["V/v chuẩn bị hội thao", "kỹ thuật năm 2026"],
    "addressees": ["- Trung đoàn 9991;", "- Trung đoàn 9992;", "- Đại đội Thông tin 18."],
    "body": [
        (
            "text",
            "Thực hiện kế hoạch công tác năm 2026, Sư đoàn Bộ binh 999 yêu cầu các cơ quan, "
            "đơn vị tổ chức chuẩn bị tốt mọi mặt cho hội thao kỹ thuật cấp Sư đoàn như sau:",
        ),
        ("titled", "1. Nội dung chuẩn bị"),
        *POINTS,
        ("titled", "2. Tổ chức thực hiện"),
        ("text", LONG),
        ("text", f"Phòng Tham mưu chủ trì, phối hợp với các cơ quan theo dõi, đôn đốc. {LONG}"),
        ("text", f"Phòng Hậu cần - Kỹ thuật bảo đảm vật tư cho hội thao. {MORE}"),
        ("text", f"Phòng Chính trị hướng dẫn công tác tuyên truyền. {LONG} {MORE}"),
        ("text", f"{MORE}/."),
    ],
}
cong_van_mot: Paper = {
    **cong_van,
    "number": "Số: 126/SĐ999-HCKT",
    "date": "Thành phố Mô Phỏng, ngày 29 tháng 6 năm 2026",
    "letter_subject": ["V/v cấp vật tư huấn luyện"],
    "addressees": ["Phòng Hậu cần - Kỹ thuật Quân khu Mô phỏng."],
    "body": [("text", LONG), ("text", f"{MORE}/.")],
}
quyet_dinh: Paper = {
    **BASE,
    "number": "Số: 15/QĐ-SĐ999",
    "date": "Thành phố Mô Phỏng, ngày 12 tháng 02 năm 2026",
    "title": "QUYẾT ĐỊNH",
    "subject": ["Về việc thành lập Ban Tổ chức hội thao kỹ thuật năm 2026"],
    "lead": "SƯ ĐOÀN TRƯỞNG SƯ ĐOÀN BỘ BINH 999",
    "body": [
        *BASES,
        ("verb", "QUYẾT ĐỊNH:"),
        (
            "article",
            "**Điều 1.** Thành lập Ban Tổ chức hội thao kỹ thuật năm 2026 của Sư đoàn Bộ "
            "binh 999, gồm các đồng chí có tên trong danh sách kèm theo Quyết định này.",
        ),
        (
            "article",
            "**Điều 2.** Ban Tổ chức có nhiệm vụ xây dựng kế hoạch, tổ chức thực hiện và "
            "báo cáo kết quả với Sư đoàn trưởng; tự giải thể sau khi hoàn thành nhiệm vụ.",
        ),
        (
            "article",
            "**Điều 3.** Tham mưu trưởng, chỉ huy các cơ quan, đơn vị có liên quan và các "
            "đồng chí có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./.",
        ),
    ],
    "recipients": [
        "- Như Điều 3;",
        "- Chính ủy Sư đoàn;",
        "- Phòng Chính trị;",
        "- Lưu: VT, TM. N12.",
    ],
}
nghi_quyet: Paper = {
    **quyet_dinh,
    "number": "Số: 03/NQ-HĐTĐ",
    "parent": ["SƯ ĐOÀN BỘ BINH 999"],
    "issuer": ["HỘI ĐỒNG THI ĐUA"],
    "title": "NGHỊ QUYẾT",
    "subject": ["Về công tác thi đua năm 2026"],
    "lead": "HỘI ĐỒNG THI ĐUA SƯ ĐOÀN BỘ BINH 999",
    "body": [
        *BASES,
        ("verb", "QUYẾT NGHỊ:"),
        ("article", f"**Điều 1.** Thông qua chương trình thi đua năm 2026. {LONG}"),
        ("article", f"**Điều 2.** Giao Phòng Chính trị theo dõi, đôn đốc việc thực hiện. {MORE}"),
        (
            "article",
            "**Điều 3.** Các ủy viên Hội đồng, các cơ quan, đơn vị có liên quan chịu trách "
            "nhiệm thi hành Nghị quyết này./.",
        ),
    ],
    "authority": ["TM. HỘI ĐỒNG", "CHỦ TỊCH"],
    "recipients": ["- Như Điều 3;", "- Thủ trưởng Sư đoàn;", "- Lưu: VT, CT. N10."],
}
ATTACHED = {
    "head": "QUY CHẾ",
    "look": "appendix",
    "restart": False,
    "page": {"number_first": True},
    "title": ["Tiếp nhận và xử lý văn bản đến"],
    "reference": "(Kèm theo Quyết định số 16/QĐ-SĐ999 ngày 12 tháng 02 năm 2026\n"
    "của Sư đoàn trưởng Sư đoàn Bộ binh 999)",
    "line": {"part": 0.4},
    "body": [
        ("heading", "Chương I"),
        ("heading_title", "QUY ĐỊNH CHUNG"),
        ("article", "**Điều 1. Phạm vi điều chỉnh**"),
        ("text", f"Quy chế này quy định việc tiếp nhận và xử lý văn bản đến. {LONG}"),
        ("article", "**Điều 2. Đối tượng áp dụng**"),
        (
            "clause",
            "1. Các cơ quan, đơn vị trực thuộc Sư đoàn Bộ binh 999 và cán bộ, chiến sĩ làm "
            "công tác văn thư tại các cơ quan, đơn vị đó.",
        ),
        ("clause", "2. Tổ chức, cá nhân khác có văn bản gửi đến Sư đoàn."),
        ("heading", "Chương II"),
        ("heading_title", "TIẾP NHẬN VÀ XỬ LÝ"),
        ("heading", "Mục 1"),
        ("heading_title", "TIẾP NHẬN VĂN BẢN"),
        ("article", "**Điều 3. Tiếp nhận**"),
        (
            "clause",
            "1. Văn bản đến từ bất kỳ nguồn nào đều phải được tập trung tại văn thư để làm "
            "thủ tục tiếp nhận, đăng ký vào sổ trong ngày làm việc, gồm:",
        ),
        ("point", "a) Văn bản giấy do bưu điện hoặc quân bưu chuyển đến;"),
        ("point", "b) Văn bản điện tử nhận qua hệ thống;"),
        ("point", "c) Văn bản do cán bộ trực tiếp mang về."),
        (
            "clause",
            "2. Văn bản có dấu chỉ mức độ khẩn được chuyển ngay sau khi đăng ký cho người có "
            "trách nhiệm giải quyết.",
        ),
        ("heading", "Mục 2"),
        ("heading_title", "XỬ LÝ VĂN BẢN"),
        ("article", "**Điều 4. Phân công**"),
        ("text", f"Người đứng đầu phân công cho cơ quan, đơn vị xử lý. {MORE}"),
        ("article", "**Điều 5. Tổ chức thực hiện**"),
        ("text", f"{LONG}/."),
    ],
}
quyet_dinh_gian_tiep: Paper = {
    **quyet_dinh,
    "number": "Số: 16/QĐ-SĐ999",
    "subject": ["Ban hành Quy chế tiếp nhận và xử lý văn bản đến"],
    "body": [
        *BASES,
        ("verb", "QUYẾT ĐỊNH:"),
        (
            "article",
            "**Điều 1.** Ban hành kèm theo Quyết định này Quy chế tiếp nhận và xử lý văn "
            "bản đến của Sư đoàn Bộ binh 999.",
        ),
        ("article", "**Điều 2.** Quyết định này có hiệu lực thi hành kể từ ngày ký."),
        (
            "article",
            "**Điều 3.** Tham mưu trưởng và chỉ huy các cơ quan, đơn vị chịu trách nhiệm "
            "thi hành Quyết định này./.",
        ),
    ],
    "parts": [ATTACHED],
}
bao_cao: Paper = {
    **BASE,
    "number": "Số: 27/BC-SĐ999",
    "date": "Thành phố Mô Phỏng, ngày 09 tháng 3 năm 2026",
    "title": "BÁO CÁO",
    "subject": ["Kết quả công tác văn thư, lưu trữ quý I năm 2026"],
    "addressees": ["Bộ Tư lệnh Quân khu Mô phỏng."],
    "body": [
        ("text", f"Sư đoàn Bộ binh 999 báo cáo kết quả công tác văn thư, lưu trữ như sau. {LONG}"),
        ("titled", "1. Kết quả đạt được"),
        *[("text", f"{LONG} {MORE}")] * 4,
        ("titled", "2. Phương hướng thời gian tới"),
        *[("text", f"{MORE} {LONG}")] * 3,
        ("text", f"{MORE}/."),
    ],
}
APPENDIX_1 = {
    "head": "Phụ lục I",
    "title": ["DANH MỤC VẬT TƯ BẢO ĐẢM"],
    "reference": "(Kèm theo Kế hoạch số 09/KH-SĐ999 ngày 05 tháng 11 năm 2026\n"
    "của Sư đoàn Bộ binh 999)",
    "body": [
        ("text", LONG),
        (
            "table",
            [
                ["STT", "Tên vật tư", "Số lượng"],
                ["1", "Bàn làm việc", "12"],
                ["2", "Máy tính", "8"],
                ["3", "Giấy in A4", "60"],
            ],
            [20.0, 100.0, 40.0],
        ),
    ],
}
APPENDIX_2 = {
    **APPENDIX_1,
    "head": "Phụ lục II",
    "title": ["LỊCH TỔ CHỨC THỰC HIỆN"],
    "body": [("text", f"{LONG} {MORE}")] * 12,
}
ke_hoach: Paper = {
    **BASE,
    "number": "Số: 09/KH-SĐ999",
    "title": "KẾ HOẠCH",
    "subject": ["Tổ chức hội thao kỹ thuật năm 2026"],
    "body": [
        ("text", f"Sư đoàn Bộ binh 999 tổ chức hội thao kỹ thuật như sau. {LONG}"),
        ("titled", "1. Mục đích, yêu cầu"),
        ("text", LONG),
        ("titled", "2. Thời gian, địa điểm"),
        ("text", f"{MORE}/."),
    ],
    "recipients": ["- Trung đoàn 9991;", "- Trung đoàn 9992;", "- Lưu: VT, TM. N10."],
    "parts": [APPENDIX_1, APPENDIX_2],
}
to_trinh: Paper = {
    **bao_cao,
    "number": "Số: 08/TTr-TM",
    "parent": ["SƯ ĐOÀN BỘ BINH 999"],
    "issuer": ["PHÒNG THAM MƯU"],
    "date": "Thành phố Mô Phỏng, ngày 20 tháng 01 năm 2026",
    "title": "TỜ TRÌNH",
    "subject": ["Về việc mua sắm vật tư văn phòng năm 2026"],
    "addressees": ["Thủ trưởng Sư đoàn Bộ binh 999."],
    "body": [("text", LONG), ("text", f"{MORE}/.")],
    "authority": ["KT. THAM MƯU TRƯỞNG", "PHÓ THAM MƯU TRƯỞNG"],
    "signer": "Thượng tá Trần Thị Giả Định",
    "recipients": ["- Như trên;", "- Lưu: VT, TM. N03."],
}
cong_dien: Paper = {
    **BASE,
    "number": "Số: 02/CĐ-SĐ999",
    "title": "CÔNG ĐIỆN",
    "subject": ["Về việc phòng, chống bão số 0 (giả lập)"],
    "lead": "SƯ ĐOÀN TRƯỞNG SƯ ĐOÀN BỘ BINH 999 điện:",
    "addressees": ["- Trung đoàn 9991;", "- Trung đoàn 9993."],
    "urgency": {"words": "HỎA TỐC", "width": 30},
    "body": [("text", LONG), ("text", f"{MORE}/.")],
}
giay_moi: Paper = {
    **BASE,
    "number": "Số: 11/GM-SĐ999",
    "title": "GIẤY MỜI",
    "subject": ["Dự hội nghị tổng kết công tác năm 2026"],
    "body": [
        ("fact", "Sư đoàn Bộ binh 999 trân trọng kính mời: Chỉ huy Trung đoàn 9991"),
        ("fact", "Tới dự: Hội nghị tổng kết công tác năm 2026"),
        ("fact", "Chủ trì: Sư đoàn trưởng Sư đoàn Bộ binh 999"),
        ("fact", "Thời gian: 08 giờ 00, ngày 20 tháng 11 năm 2026"),
        ("fact", "Địa điểm: Hội trường Sư đoàn, Thành phố Mô Phỏng"),
        (
            "text",
            "Đề nghị các đồng chí đến dự đúng thời gian, thành phần để hội nghị đạt kết quả "
            "tốt; thông báo danh sách dự về Phòng Tham mưu trước ngày họp./.",
        ),
    ],
    "recipients": ["- Trung đoàn 9991;", "- Lưu: VT, TM. N03."],
}
giay_gioi_thieu: Paper = {
    **BASE,
    "number": "Số: 07/GGT-SĐ999",
    "title": "GIẤY GIỚI THIỆU",
    "body": [
        ("fact", "Sư đoàn Bộ binh 999 trân trọng giới thiệu:"),
        ("fact", "Ông (bà): Lê Văn Ví Dụ"),
        ("fact", "Chức vụ: Trợ lý Phòng Tham mưu"),
        ("fact", "Được cử đến: Phòng Hậu cần - Kỹ thuật Quân khu Mô phỏng"),
        ("fact", "Về việc: Nhận vật tư văn phòng năm 2026"),
        (
            "text",
            "Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ. "
            "Giấy này có giá trị đến hết ngày 30 tháng 11 năm 2026./.",
        ),
    ],
    "recipients": ["- Ông Lê Văn Ví Dụ;", "- Lưu: VT."],
}
bien_ban: Paper = {
    **BASE,
    "number": "Số: 04/BB-SĐ999",
    "title": "BIÊN BẢN",
    "subject": ["Họp xét khen thưởng năm 2026"],
    "body": [
        ("fact", "Thời gian bắt đầu: 14 giờ 00, ngày 05 tháng 11 năm 2026"),
        ("fact", "Địa điểm: Phòng họp số 1, Sư đoàn Bộ binh 999"),
        ("fact", "Thành phần tham dự: Đại diện chỉ huy các cơ quan, đơn vị"),
        ("fact", "Chủ trì (chủ tọa): Đại tá Nguyễn Văn Mẫu"),
        ("fact", "Thư ký (người ghi biên bản): Đại úy Phạm Thị Thí Dụ"),
        ("text", "Nội dung (theo diễn biến cuộc họp):"),
        ("text", LONG),
        ("text", MORE),
        ("text", "Cuộc họp kết thúc vào 16 giờ 30, ngày 05 tháng 11 năm 2026./."),
    ],
    "secretary": (["THƯ KÝ"], "Đại úy Phạm Thị Thí Dụ"),
    "authority": ["CHỦ TỌA"],
    "recipients": ["- Các cơ quan, đơn vị;", "- Lưu: VT, CT. N05."],
}
giay_nghi_phep: Paper = {
    **BASE,
    "number": "Số: 08/GNP-SĐ999",
    "title": "GIẤY NGHỈ PHÉP",
    "body": [
        (
            "text",
            "Xét Đơn đề nghị nghỉ phép ngày 02 tháng 11 năm 2026 của ông Lê Văn Ví Dụ, Sư "
            "đoàn Bộ binh 999 cấp cho:",
        ),
        ("fact", "Ông (bà): Lê Văn Ví Dụ"),
        ("fact", "Chức vụ: Trợ lý Phòng Tham mưu"),
        ("fact", "Được nghỉ phép trong thời gian: 10 ngày"),
        ("fact", "Kể từ ngày 10 tháng 11 năm 2026 đến hết ngày 19 tháng 11 năm 2026"),
        ("fact", "Tại: Thành phố Mô Phỏng"),
        ("text", "Số ngày nghỉ phép nêu trên được tính vào thời gian nghỉ phép năm 2026./."),
    ],
    "recipients": ["- Ông Lê Văn Ví Dụ;", "- Lưu: VT."],
    "after_foot": [
        (
            "Xác nhận của cơ quan (tổ chức) hoặc\nchính quyền địa phương nơi nghỉ phép",
            Look(size=14, bold=True, before=18),
        ),
    ],
}
ky_so: Paper = {**cong_van_mot, "signature": {}, "seal": {}}
quyet_dinh_ky_so: Paper = {**quyet_dinh_gian_tiep, "signature": {}, "seal": {}}
day_du: Paper = {
    **cong_van_mot,
    "urgency": {"words": "KHẨN", "width": 20},
    "circulation": {"words": "LƯU HÀNH NỘI BỘ"},
    "marker": "PL.(300)",
    "contact": [
        "Địa chỉ: Thành phố Mô Phỏng; ĐT: (giả lập); Fax: (giả lập)",
        "E-mail: vanthu@sd999.example; Website: sd999.example",
    ],
}
phu_luc_rieng: Paper = {
    **ke_hoach,
    "separate": True,
    "corner": ["09/KH-SĐ999; 2026-11-05T08:30:15+07:00"],
    "parts": [APPENDIX_1],
}
sao_y: Paper = {
    **BASE,
    "separate": True,
    "corner": ["Sao y; Sư đoàn Bộ binh 999", "2026-11-22T08:30:15+07:00"],
    "scan": scan,
    "scan_at": (0, 0, 210, 297),
}
SIGNED = {"signed": True, "seal_mm": 36}
APPENDIX = {"type": "ke-hoach", "part": "appendix", "signed": True}
COPY = {"type": "cong-van", "part": "copy", "signed": True, "scan": True}
KHAN = {"type": "cong-van", "urgency": "urgent"}
HOA_TOC = {"type": "cong-dien", "urgency": "express"}
CLEAN: dict[str, tuple[Paper, Paper]] = {
    "cong-van": (cong_van, {"type": "cong-van"}),
    "cong-van-mot-noi-nhan": (cong_van_mot, {"type": "cong-van"}),
    "quyet-dinh": (quyet_dinh, {"type": "quyet-dinh"}),
    "quyet-dinh-gian-tiep": (quyet_dinh_gian_tiep, {"type": "quyet-dinh"}),
    "nghi-quyet": (nghi_quyet, {"type": "nghi-quyet"}),
    "bao-cao": (bao_cao, {"type": "bao-cao"}),
    "ke-hoach-phu-luc": (ke_hoach, {"type": "ke-hoach"}),
    "to-trinh": (to_trinh, {"type": "to-trinh"}),
    "cong-dien": (cong_dien, HOA_TOC),
    "giay-moi": (giay_moi, {"type": "giay-moi"}),
    "giay-gioi-thieu": (giay_gioi_thieu, {"type": "giay-gioi-thieu"}),
    "bien-ban": (bien_ban, {"type": "bien-ban"}),
    "giay-nghi-phep": (giay_nghi_phep, {"type": "giay-nghi-phep"}),
    "cong-van-ky-so": (ky_so, {"type": "cong-van", **SIGNED}),
    "quyet-dinh-ky-so": (quyet_dinh_ky_so, {"type": "quyet-dinh", **SIGNED}),
    "cong-van-day-du": (day_du, KHAN),
    "phu-luc-rieng": (phu_luc_rieng, APPENDIX),
    "sao-y": (sao_y, COPY),
}
