"""Sentences that any translator between the two languages can do, in both."""

PROBES: tuple[tuple[str, str], ...] = (
    ("The school is next to the market.", "Trường học nằm cạnh chợ."),
    ("My mother is cooking rice.", "Mẹ tôi đang nấu cơm."),
    ("It rained all day yesterday.", "Hôm qua trời mưa cả ngày."),
    ("The meeting begins at 9 o'clock.", "Cuộc họp bắt đầu lúc 9 giờ."),
    ("They bought 25 tickets for the film.", "Họ mua 25 vé xem phim."),
    ("The old bridge was closed in 2019.", "Cây cầu cũ bị đóng cửa năm 2019."),
    ("Children love to play in the park.", "Trẻ em thích chơi trong công viên."),
    ("The doctor told him to drink more water.", "Bác sĩ bảo anh ấy uống nhiều nước hơn."),
    ("We will visit our grandparents next week.", "Tuần sau chúng tôi sẽ thăm ông bà."),
    ("The price of petrol rose by 12 percent.", "Giá xăng tăng 12 phần trăm."),
    ("She speaks three languages very well.", "Cô ấy nói rất giỏi ba thứ tiếng."),
    ("The train from Hanoi arrived late.", "Chuyến tàu từ Hà Nội đến muộn."),
    ("Please close the door when you leave.", "Vui lòng đóng cửa khi bạn ra về."),
    ("There are 48 students in this class.", "Lớp này có 48 học sinh."),
    ("The police are looking for two men.", "Cảnh sát đang tìm hai người đàn ông."),
    ("I have never seen such a big fish.", "Tôi chưa bao giờ thấy con cá nào to như vậy."),
    ("The new hospital has 600 beds.", "Bệnh viện mới có 600 giường."),
    ("He lost his job after the war.", "Ông ấy mất việc sau chiến tranh."),
    ("Farmers here grow coffee and pepper.", "Nông dân ở đây trồng cà phê và hồ tiêu."),
    ("The president met the prime minister.", "Tổng thống đã gặp thủ tướng."),
    ("Where did you learn to swim?", "Bạn học bơi ở đâu?"),
    ("This book was written by my teacher.", "Cuốn sách này do thầy giáo tôi viết."),
    ("The flood destroyed 130 houses.", "Trận lũ đã phá hủy 130 ngôi nhà."),
    (
        "In the morning we walked to the river, in the afternoon we helped our neighbours with the "
        "harvest, and in the evening the whole village ate together, sang old songs and told "
        "stories until the children fell asleep and the fire went out.",
        "Buổi sáng chúng tôi đi bộ ra sông, buổi chiều chúng tôi giúp hàng xóm gặt lúa, và buổi "
        "tối cả làng cùng ăn, hát những bài hát cũ và kể chuyện cho đến khi bọn trẻ ngủ thiếp đi "
        "và lửa tắt.",
    ),
)
"""English, Vietnamese; the last one is long."""
