"""Made-up rows of a register: fictional units and people only."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.office.terms import State, Urgency


@dataclass(frozen=True)
class Letter:
    """A made-up row."""

    n: int
    day: str
    code: str
    title: str
    sender: str
    lead: str = ""
    urgency: Urgency = Urgency.NORMAL
    state: State = State.REGISTERED
    due: tuple[str, str, str] = ("Không hạn", "text3", "")
    unread: bool = False
    clip: bool = False


LATE, SOON = ("danger", "warning"), ("warn", "clock")
LETTERS = (
    Letter(
        1284,
        "21/11",
        "1108/CĐ-BTM",
        "Công điện về chủ động ứng phó mưa lũ, sạt lở đất tại khu vực đóng quân",
        "Phòng Tham mưu",
        urgency=Urgency.EXPRESS,
        due=("Hôm nay", "danger", "clock"),
        unread=True,
    ),
    Letter(
        1283,
        "21/11",
        "64/TTr-TC",
        "Tờ trình xin phê duyệt dự toán sửa chữa doanh trại khu vực 2",
        "Ban Tài chính",
        due=("28/11", "text2", ""),
        unread=True,
        clip=True,
    ),
    Letter(
        1282,
        "20/11",
        "217/TM-TH",
        "V/v đề nghị phê duyệt kế hoạch bảo đảm hậu cần, kỹ thuật cho diễn tập khu vực "
        "phòng thủ năm 2026",
        "Phòng Tham mưu",
        urgency=Urgency.URGENT,
        state=State.SUBMITTED,
        due=("25/11", "text2", ""),
        clip=True,
    ),
    Letter(
        1281,
        "20/11",
        "318/BC-HCKT",
        "Báo cáo kết quả kiểm tra công tác văn thư, lưu trữ quý III năm 2026",
        "Phòng Hậu cần - Kỹ thuật",
        "Lê Văn Mẫu",
        state=State.IN_PROGRESS,
        due=("Quá 2 ngày", "danger", "warning"),
    ),
    Letter(
        1280,
        "20/11",
        "92/KH-TM",
        "Kế hoạch kiểm tra an toàn thông tin, an ninh mạng các đơn vị trực thuộc",
        "Ban Cơ yếu",
        "Phạm Thu Hư Cấu",
        Urgency.VERY_URGENT,
        State.IN_PROGRESS,
        ("Còn 1 ngày", "warn", "clock"),
    ),
    Letter(
        1279,
        "20/11",
        "29/KH-CT",
        "Thông báo lịch trực sẵn sàng chiến đấu dịp Tết Dương lịch 2027",
        "Trung đoàn 9991",
        state=State.IN_PROGRESS,
    ),
    Letter(
        1278,
        "20/11",
        "492/TTr-CT",
        "Kế hoạch huấn luyện cán bộ cơ quan quý I năm 2027",
        "Ban Cơ yếu",
        "Lê Văn Mẫu",
        state=State.COORDINATING,
        due=("Quá 1 ngày", "danger", "warning"),
    ),
    Letter(
        1277,
        "20/11",
        "1040/BC-HCKT",
        "V/v đăng ký nhu cầu vật tư, trang thiết bị công nghệ thông tin năm 2027",
        "Tiểu đoàn 3",
        "Vũ Giả Định",
        Urgency.URGENT,
        State.IN_PROGRESS,
        ("05/12", "text2", ""),
        clip=True,
    ),
    Letter(
        1276,
        "20/11",
        "595/QĐ-SĐ999",
        "Quyết định kiện toàn Ban Chỉ đạo chuyển đổi số",
        "UBND xã Mô Phỏng",
        state=State.SUBMITTED,
        due=("27/11", "text2", ""),
        clip=True,
    ),
    Letter(
        1275,
        "20/11",
        "89/CT-TM",
        "Chỉ thị về tăng cường quản lý kỷ luật, bảo đảm an toàn giao thông",
        "Sở Khoa học (giả lập)",
        unread=True,
    ),
    Letter(
        1271,
        "19/11",
        "563/KH-TM",
        "Báo cáo tình hình quân số, tuyển quân năm 2027 của Trung đoàn 9992",
        "Ban Tài chính",
        "Đỗ Quang Thử",
        state=State.DONE,
    ),
)


def letters(count: int = 60) -> list[Letter]:
    """So many rows, numbered downwards."""
    return [replace(LETTERS[place % len(LETTERS)], n=1284 - place) for place in range(count)]
