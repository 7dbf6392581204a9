"""Lines of plain text that are no wrapped paragraphs: examples by kind."""

VERSE = """\
Trăm năm trong cõi người ta,
Chữ tài chữ mệnh khéo là ghét nhau.
Trải qua một cuộc bể dâu,
Những điều trông thấy mà đau đớn lòng.

Bước tới Đèo Ngang bóng xế tà,
Cỏ cây chen đá, lá chen hoa.
Lom khom dưới núi tiều vài chú,
Lác đác bên sông chợ mấy nhà.

Shall I compare thee to a summer’s day?
Thou art more lovely and more temperate:
Rough winds do shake the darling buds of May,
And summer’s lease hath all too short a date;

Because I could not stop for Death,
He kindly stopped for me;
The carriage held but just ourselves
And immortality.

Ao thu lạnh lẽo nước trong veo,
Một chiếc thuyền câu bé tẻo teo.
Sóng biếc theo làn hơi gợn tí,
Lá vàng trước gió khẽ đưa vèo.

mưa rơi trên mái nhà xưa
em về qua ngõ còn mưa chưa nguôi
con đường lá đổ ngậm ngùi
một mình anh đứng nhìn trời cuối thu

the rain keeps falling on the roof of the old house by the sea
and nobody answers
the lamps go out one after another along the empty harbour wall
but I still wait

I wandered lonely as a cloud
That floats on high o’er vales and hills,
When all at once I saw a crowd,
A host, of golden daffodils;

Thân em vừa trắng lại vừa tròn
Bảy nổi ba chìm với nước non
Rắn nát mặc dầu tay kẻ nặn
Mà em vẫn giữ tấm lòng son

Công cha như núi Thái Sơn,
Nghĩa mẹ như nước trong nguồn chảy ra.
Một lòng thờ mẹ kính cha,
Cho tròn chữ hiếu mới là đạo con.

Sông Đuống trôi đi
Một dòng lấp lánh
Nằm nghiêng nghiêng trong kháng chiến trường kỳ

Tôi đi giữa những hàng cây của một thành phố đã ngủ say từ lâu
nghe tiếng lá
rơi rất khẽ xuống vai những người không còn ai chờ đợi ở cuối phố
như tiếng mưa

O Captain! my Captain! our fearful trip is done,
The ship has weather’d every rack, the prize we sought is won,
The port is near, the bells I hear, the people all exulting,
While follow eyes the steady keel, the vessel grim and daring;

Con cò bay lả bay la
Bay từ cửa phủ bay ra cánh đồng
Con cò bay bổng bay bồng

Anh đi anh nhớ quê nhà,
Nhớ canh rau muống nhớ cà dầm tương.
Nhớ ai dãi nắng dầm sương,
Nhớ ai tát nước bên đường hôm nao.

Two roads diverged in a yellow wood,
And sorry I could not travel both
And be one traveler, long I stood
And looked down one as far as I could

Hôm qua tát nước đầu đình
Bỏ quên cái áo trên cành hoa sen
Em được thì cho anh xin
Hay là em để làm tin trong nhà

đêm nay
tôi ngồi viết những câu thơ không vần cho một người đã đi rất xa
và không hẹn ngày về

Once upon a midnight dreary, while I pondered, weak and weary,
Over many a quaint and curious volume of forgotten lore,
While I nodded, nearly napping, suddenly there came a tapping,
As of some one gently rapping, rapping at my chamber door.

Chiều chiều ra đứng ngõ sau
Trông về quê mẹ ruột đau chín chiều
Chiều chiều xách giỏ hái rau
Ngó lên mả mẹ ruột đau như dần
"""

LISTS = """\
- cá cơm tươi đánh bắt trong ngày và rửa sạch bằng nước biển
- muối hạt phơi khô ít nhất sáu tháng trong kho thoáng gió
- thùng gỗ bời lời

a) bản sao giấy chứng minh nhân dân có công chứng của xã phường
b) đơn xin việc viết tay có xác nhận của chính quyền địa phương
c) hai ảnh 3 x 4

1. open the file that you want to change and save a copy of it
2. press the button at the top of the window to start the tool
3. wait for it to end

bột gạo nếp xay nước, ép ráo và phơi trong bóng râm hai ngày;
đậu xanh cà vỏ, ngâm nước ấm chừng bốn giờ rồi đem hấp chín;
đường thốt nốt bào nhỏ

two hundred grams of rice flour and a little salt for the dough,
one cup of coconut milk, fresh or from a tin, and some water,
three eggs

Gạo tẻ thơm
Nước mắm Phú Quốc loại hai mươi lăm độ đạm đóng chai thủy tinh
Đường phèn

Bring a passport that is valid for at least six more months
Bring a warm coat and good shoes for the mountains in the north
Bring cash

+ tăng lương cho giáo viên vùng cao từ tháng bảy năm nay theo lộ trình
+ xây thêm trường bán trú cho học sinh các bản xa trung tâm của huyện
+ cấp sách miễn phí

• the keeper opens the gate at six in the morning every day of the year
• the cook lights the stove and boils water for the guests of the house
• breakfast is at seven

(i) the lessor hands over the house on the first day of the month
(ii) the lessee pays the rent in advance and keeps it in good repair
(iii) either may end it

I. Mở đầu
II. Nội dung chính của báo cáo về tình hình kinh tế và xã hội năm qua
III. Kết luận

A. Hà Nội
B. Huế
C. Đà Nẵng
D. Thành phố Hồ Chí Minh

cam sành
quýt hồng Lai Vung bán theo cân tại chợ đầu mối từ tháng mười hai
bưởi da xanh

apples from the north
pears and plums that were picked too early and had to be kept for weeks
figs

1/ Ông Nguyễn Văn An, chủ tịch hội đồng quản trị công ty nước mắm
2/ Bà Trần Thị Bình, giám đốc tài chính của công ty từ năm 2015
3/ Ông Lê Chung

✓ đã nộp hồ sơ cho phòng một cửa của quận vào sáng thứ hai tuần này
✓ đã đóng lệ phí tại kho bạc nhà nước và giữ lại biên lai màu hồng
✓ chờ kết quả

Hà Nội: mưa rào rải rác, nhiệt độ cao nhất khoảng ba mươi hai độ
Huế: nhiều mây, có lúc có mưa, nhiệt độ cao nhất khoảng ba mươi độ
Cần Thơ: nắng

Who is the owner of the house at the end of the street, and why?
What did the neighbours hear at three o’clock that cold morning?
Where is the key?

vở kẻ ngang – 20 quyển
bút bi xanh, bút chì gỗ và tẩy trắng loại tốt dùng cho học sinh lớp một – 40 bộ
thước kẻ – 20 chiếc

tea: green or black, served in the garden from three to five in the day
coffee: with or without milk, served in the bar until late in the night
juice: orange
"""

CAPTIONS = """\
Người dân xếp hàng mua vàng trên phố Trần Nhân Tông sáng nay - Ảnh: Thu Hà
Một em nhỏ đứng chờ cha mẹ trước cửa tiệm vàng lúc trời mưa - Ảnh: Thu Hà
Cửa hàng hết vàng từ lúc chín giờ - Ảnh: Thu Hà

People queue to buy gold in Tran Nhan Tong Street this morning. Photo: Thu Ha
A boy waits for his parents at the door of a gold shop in rain. Photo: Thu Ha
The shop sold out at nine. Photo: Thu Ha

Nguoi dan xep hang mua vang tren pho Tran Nhan Tong sang nay. Anh: Thu Ha
People queue to buy gold on Tran Nhan Tong Street today. Photo: Thu Ha
Cua hang het vang. Anh: Thu Ha

Ghe chở dưa hấu về chợ nổi Cái Răng ngày giáp Tết. (Ảnh: Minh Trí)
Boats carry melons to Cai Rang market days before Tet. (Photo: Minh Tri)
Chợ tan lúc mười giờ. (Ảnh: Minh Trí)

Cầu Long Biên nhìn từ phía quận Long Biên vào một buổi chiều mùa đông
Long Bien Bridge seen from Long Bien District on a winter afternoon
Ảnh: TTXVN

A fisherman mends his net on the beach of Mui Ne, Binh Thuan Province
Ngư dân vá lưới trên bãi biển Mũi Né, tỉnh Bình Thuận
Photo: Reuters

Bà Tư bán bún riêu ở góc chợ Bà Chiểu đã hơn ba mươi năm nay. Ảnh: AFP
Khách quen của bà phần lớn là người trong xóm và công nhân. Ảnh: AFP
Quán mở lúc năm giờ. Ảnh: AFP

Students plant trees in the yard of the new school in Ha Giang (Photo: VNA)
The school stands on a hill above the old market of the town (Photo: VNA)
A class (Photo: VNA)

Cảnh trong phim “Mùa len trâu” quay tại rừng tràm Trà Sư năm 2003
Đạo diễn Nguyễn Võ Nghiêm Minh trên trường quay cùng diễn viên chính
Ảnh tư liệu

Nghệ nhân múa rối nước chuẩn bị quân rối trước giờ diễn tối thứ bảy
Quân rối làm bằng gỗ sung, sơn ta nhiều lớp, nặng chừng năm ký lô
Khán giả nhí

Left: the old lighthouse on Ke Ga Island, built by the French in 1897
Right: the keeper’s house, which has stood empty since a storm in 2006
Photos: AP

Du khach di thuyen tren song Huong vao mot buoi chieu thang nam
Tourists take a boat on the Perfume River on an afternoon in May
Anh: Le Huy

Hình 1. Bản đồ vùng ngập của đồng bằng sông Cửu Long mùa lũ năm 2000
Hình 2. Bản đồ vùng ngập của đồng bằng sông Cửu Long mùa lũ năm 2011
Hình 3. So sánh

Figure 1. The flooded area of the Mekong Delta in the wet season of 2000
Figure 2. The flooded area of the Mekong Delta in the wet season of 2011
Figure 3. Both

Thủ môn Bùi Tấn Trường cản phá cú sút của đối phương ở phút 88 - Ảnh: NK
Cổ động viên phủ kín khán đài sân Hàng Đẫy trong trận chung kết - Ảnh: NK
Ăn mừng - Ảnh: NK

The keeper Bui Tan Truong saves a shot in the last minute of the game
Supporters fill the stands of Hang Day Stadium for the final on Sunday
Joy after the game

Phố cổ Hội An vắng khách trong những ngày nước lên. Ảnh: Đông Hà
Người dân chèo thuyền trên đường Bạch Đằng để chở đồ. Ảnh: Đông Hà
Nước rút. Ảnh: Đông Hà

Ruộng bậc thang Mù Cang Chải mùa nước đổ, tháng năm năm 2019
Terraced fields in Mu Cang Chai when the water comes, May 2019
© Trần Minh

Dâu tây Mộc Châu chín rộ vào dịp Tết, giá 150.000 đồng một ký
Strawberries of Moc Chau are ripe at Tet, at 150,000 dong a kilo
Ảnh: Hạ Vy

Chủ tịch nước tiếp Đại sứ Nhật Bản tại Phủ Chủ tịch chiều 14-3
The President receives the Ambassador of Japan on 14 March
Ảnh: TTXVN
"""

ADDRESSES = """\
Công ty Cổ phần Nước mắm Phú Quốc
Số 15, đường Ba Mươi Tháng Tư, khu phố 1, phường Dương Đông
Thành phố Phú Quốc, tỉnh Kiên Giang

Ông Nguyễn Văn An
12 Lý Thường Kiệt, P. Phan Chu Trinh
Q. Hoàn Kiếm, Hà Nội

Mr. John Smith
The Old Mill House, 14 Long Meadow Lane, Upper Slaughter
Gloucestershire GL54 2JF
United Kingdom

Tòa soạn báo Tuổi Trẻ
60A Hoàng Văn Thụ, phường 9, quận Phú Nhuận, TP.HCM
ĐT: 028 3997 3838

Embassy of the Socialist Republic of Vietnam
1233 20th Street NW, Suite 400
Washington, DC 20036

Trường Đại học Khoa học Xã hội và Nhân văn, Đại học Quốc gia Hà Nội
336 Nguyễn Trãi, phường Thanh Xuân Trung, quận Thanh Xuân, Hà Nội
Email: tuyensinh@example.edu.vn

Bưu điện Trung tâm
2 Công xã Paris
Quận 1

Chị Trần Thị Hoa, tổ 5, ấp Bình Hòa, xã Vĩnh Lộc A, huyện Bình Chánh
Thành phố Hồ Chí Minh
Việt Nam

Department of Linguistics, School of Oriental and African Studies
University of London, Thornhaugh Street, Russell Square
London WC1H 0XG

Kho số 3
Khu công nghiệp Tân Bình, lô II-4, cụm 2, đường M1, phường Sơn Kỳ
Quận Tân Phú

The Editor
c/o Thanh Nien News, 268-270 Nguyen Dinh Chieu Street
District 3, Ho Chi Minh City

Nhà sách Cá Chép
115 Nguyễn Thái Học
phường Điện Biên
quận Ba Đình

Bệnh viện Bạch Mai
78 Giải Phóng, Phương Mai, Đống Đa
Hà Nội 100000

Flat 3, 27 Station Road
St. Albans
Hertfordshire

Gửi: cô Lê Thị Mai
Trường Tiểu học Pa Tần, xã Pa Tần, huyện Sìn Hồ
tỉnh Lai Châu

From the airport: Terminal 2, Noi Bai International Airport, Soc Son
To the hotel: 15 Ngo Quyen Street, Hoan Kiem District, Hanoi
Fare: 350,000 dong

UBND phường Hàng Bạc
Số 41 phố Hàng Bạc
Hoàn Kiếm, Hà Nội

Cục Bản quyền tác giả
33 ngõ 294/2 Kim Mã, quận Ba Đình, Hà Nội
Website: www.cov.gov.vn

PO Box 1200
Main Post Office
Vientiane, Lao PDR

Nhà thờ Lớn Hà Nội
40 phố Nhà Chung
phường Hàng Trống
"""

TABLES = """\
Tên hàng\tĐơn vị\tGiá
Cá cơm tươi loại một đánh bắt trong ngày\tkg\t45.000
Muối hạt phơi khô sáu tháng trong kho\tkg\t5.000

Name                Country             Population of the town
Hue                 Vietnam             about six hundred thousand
Luang Prabang       Laos                about sixty thousand

tỉnh | diện tích trồng lúa vụ đông xuân | sản lượng
an giang | hai trăm ba mươi nghìn héc ta | cao
kiên giang | hai trăm tám mươi nghìn ha | cao

month    rain    days with rain and wind from the north or the east
may      200     twelve days, most of them at the end of the month
june     310     eighteen days, all of them after the fifth of june

STT  Họ và tên              Lớp   Điểm toán  Điểm văn  Xếp loại
1    Nguyễn Văn An          6A    9,0        8,5       Giỏi
2    Trần Thị Bình          6B    7,5        8,0       Khá

Giờ    Chuyến bay   Đi đến
06.00  VN 201       Thành phố Hồ Chí Minh, Tân Sơn Nhất
07.30  VN 1541      Huế, sân bay Phú Bài

07:00  breakfast in the large hall on the ground floor of the house
09:00  lessons in the library, and for the young ones in the garden
12:00  lunch

red\tđỏ
green\txanh lá cây
blue\txanh da trời hoặc xanh nước biển, tùy vùng và tùy người nói

Ngày        Nước lên     Nước xuống
1.3.2026    05 giờ 12    17 giờ 40
2.3.2026    05 giờ 58    18 giờ 21

goods       price a kilo in the market      price a kilo in the shop
rice        eighteen thousand dong          twenty-two thousand dong
salt        five thousand dong              eight thousand dong

Trận      Sân         Kết quả
Bán kết   Mỹ Đình     2-1
Chung kết Hàng Đẫy    3-0

a\tb\tc
một hai ba bốn năm sáu bảy tám chín mười mười một mười hai\td\te
f\tg\th

left:     the old town with its narrow streets and low grey roofs
middle:   the river, brown and wide after the long rain of the north
right:    the new town

Vàng SJC      74,50     76,50
Vàng nhẫn     63,20     64,40
Đô la Mỹ      24.300    24.640

Team           W   D   L   Points
Ha Noi FC      12  3   1   39
Nam Dinh       11  4   1   37

cột một        cột hai                    cột ba của bảng này
nước mắm       làm từ cá cơm và muối      ủ mười hai tháng
mắm tôm        làm từ con moi và muối     ủ sáu tháng

Thứ hai | chào cờ, toán, tiếng Việt, đạo đức, thể dục, sinh hoạt lớp
Thứ ba | toán, tiếng Việt, mỹ thuật, tự nhiên và xã hội, âm nhạc
Thứ tư | nghỉ

Station      Opened    Closed
Yên Viên     1902      still open for trains to the north
Gia Lâm      1902      still open for trains to the east

item\tthe reason why it was bought and by whom\tyear
lamp\tthe old one broke in the storm\t2019
desk\tgift of the parents\t2020

Huyện     Số hộ     Hộ nghèo
Sìn Hồ    17.000    5.100
Tam Đường 12.000    1.900
"""

SUBTITLES = """\
1
00:00:01,000 --> 00:00:04,000
Anh đi đâu đấy?

- Em chờ anh từ sáng.
- Anh xin lỗi, xe hỏng
giữa đường.

LAN: Anh có nghe tiếng gì không?
NAM: Không, chỉ là gió thôi.
LAN: Em sợ lắm.

[00:10] I came here when the war was over
[00:14] and nobody knew my name
[00:17] so I stayed.

>> Good evening and welcome to the news at nine from the city of Hue.
>> We start with the flood that came in the night and took the bridge.
>> Our reporter is there.

tôi sinh ra ở một làng nhỏ
bên dòng sông Mã
và lớn lên cùng tiếng hò

I was born in a small village
on the river Ma
and grew up with its songs

(Nhạc)
(Tiếng vỗ tay)
Xin chào quý vị

00:01 Chào các bạn đến với bản tin thời tiết của đài truyền hình hôm nay
00:05 Bắc Bộ có mưa to đến rất to, đề phòng lũ quét ở vùng núi phía bắc
00:09 Xin cảm ơn

♪ Quê hương là chùm khế ngọt ♪
♪ Cho con trèo hái mỗi ngày ♪
♪ Quê hương là đường đi học ♪

MAN: You said that you would be here before the rain began to fall.
WOMAN: I said that I would try, and you never listen to what I say.
MAN: I do.

Người dẫn: Thưa bà, bà đã sống ở phố này bao nhiêu năm rồi ạ?
Bà Tư: Tôi ở đây từ hồi còn con gái, tính ra hơn sáu mươi năm rồi.
Người dẫn: Cảm ơn bà.

- Where are you going?
- Home.
- Wait for me!

2
00:00:05.500 --> 00:00:09.250
the train leaves at six and it does not wait

Mẹ ơi
con về rồi đây
mẹ có khỏe không?

you know
it was never about the money
it was about the house

HOA: (cười) Thế thì mai anh nhớ đến sớm, đừng để mọi người phải chờ.
MINH: (gật đầu) Ừ, anh hứa, mai anh sẽ đến trước lúc gà gáy sáng.
HOA: Nhớ nhé!

<i>Ngày hôm sau</i>
<i>tại ga Hà Nội</i>
<i>lúc sáu giờ sáng</i>

00:12:01 SPEAKER 1 so what did the doctor tell you about the result of the test
00:12:07 SPEAKER 2 that there is nothing to be afraid of and that i should rest
00:12:12 SPEAKER 1 good

– Đi thôi.
– Chờ em lấy cái nón đã, trời nắng to lắm, mẹ dặn phải đội nón.
– Nhanh lên!
"""

HEADERS = """\
From: An Nguyen <an@example.org>
To: Linh Pham <linh@example.org>
Subject: the contract for the house in Hue and the letter of May

Received: from mail.example.org (mail.example.org [192.0.2.1])
        by mx.example.net (Postfix) with ESMTPS id 4B2F41A0C5
        for <linh@example.net>; Sat, 14 Mar 2026 08:15:42 +0700

Từ: Nguyễn Văn An
Đến: Phạm Thùy Linh
Tiêu đề: Hợp đồng thuê nhà

Date: Sat, 14 Mar 2026 08:15:42 +0700
Message-ID: <20260314081542.4B2F41A0C5@mail.example.org>
In-Reply-To: <c0ffee@mail.example.net>

Subject: minutes of the meeting that was held in the large hall of the
 old school on the second of march and of what was said there by those
 who came from the north

Title: The House by the River
Author: Thu Ha
Language: Vietnamese, with some English in the notes at the end

DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.org;
 s=mail; t=1773450942; bh=frcCV1k9oG9oKj3dpUqdJg1PxRT2RSN/XKdLCPjaYaY=;
 h=from:to:subject:date:message-id

To: linh@example.org, an@example.org, hoa@example.net, binh@example.org,
    nam@example.org, mai@example.net, lan@example.org, tuan@example.com,
    huong@example.org

Content-Type: multipart/alternative; boundary="000000000000d1c4c605f0a1"
MIME-Version: 1.0
X-Mailer: Thunderbird

Kính gửi: Ban giám hiệu Trường Trung học phổ thông Chuyên Lê Hồng Phong
Đồng kính gửi: Phòng Giáo dục và Đào tạo thành phố Nam Định
Người gửi: Trần Văn Bình

References: <a1@mail.example.org> <b2@mail.example.org>
 <c3@mail.example.org> <d4@mail.example.org> <e5@mail.example.org>
 <f6@mail.example.org>

Return-Path: <an@example.org>
Delivered-To: linh@example.net
Sender: An

Reply-To: toasoan@example.vn
Cc: bandoc@example.vn
Subject: Bài cộng tác số Tết

HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8
Content-Length: 5120

Authentication-Results: mx.example.net; dkim=pass header.d=example.org;
       spf=pass smtp.mailfrom=an@example.org; dmarc=pass action=none
       header.from=example.org

From: toasoan@example.vn
Sent: Saturday, March 14, 2026 8:15 AM
To: linh@example.org

Cộng hòa xã hội chủ nghĩa Việt Nam
Độc lập - Tự do - Hạnh phúc
Hà Nội, ngày 14 tháng 3 năm 2026

Số: 15/2026/QĐ-UBND
V/v: phê duyệt kế hoạch trồng cây xanh trên các tuyến phố cổ năm 2026
Nơi nhận: như trên

X-Spam-Status: No, score=-2.1 required=5.0 tests=BAYES_00,DKIM_SIGNED,
        DKIM_VALID,SPF_PASS autolearn=ham version=3.4.6
        on mail.example.net

Bcc: an@example.org
Date: 14.3.2026
Subject: về việc nghỉ phép
"""

KINDS = {
    "verse": VERSE,
    "lists": LISTS,
    "captions": CAPTIONS,
    "addresses": ADDRESSES,
    "tables": TABLES,
    "subtitles": SUBTITLES,
    "headers": HEADERS,
}
