"""Measure a translation memory: python eval/memory.py [--units N] [--queries N] [--keep DIR].

Units are made from parts with a fixed seed: clauses of a subject, a verb and an object, names,
places, dates and numbers, joined to sentences of the lengths that a translator's have. They share
words far more than a real memory does, which makes looking up harder. They are imported by the
`vitrans` command; then texts are looked up that are in the memory, that differ from one in it by a
few words, and that are new. Beside it stands a plain scan: rapidfuzz over all sources. With half of
the words (`--units 100000 --words 0.5`), three words in a row stand as often as in a million units.
"""

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import TypeVar

from rapidfuzz import fuzz, process

from common import show, write
from vitrans.exchange.tmx import TmxUnit, tmx_parts
from vitrans.memory import ALIKE, Found, Memory, find
from vitrans.types import Language

T = TypeVar("T")
PARTS = {
    "subject": """
công ty|the company;bên mua|the buyer;bên bán|the seller;nhà sản xuất|the producer;chính
quyền|the authorities;giám đốc|the director;các diễn viên|the actors;người lao động|the
workers;ngân hàng|the bank;học sinh|the pupils;bác sĩ|the doctor;khách hàng|the customers;ban tổ
chức|the organisers;nông dân|the farmers;tòa án|the court;hội đồng|the council;thư viện|the
library;đội tuyển|the team;hành khách|the passengers;nhà thầu|the contractor;cửa hàng|the
shop;bảo tàng|the museum;phóng viên|the reporter;cư dân|the residents;trường đại học|the
university;hiệp hội|the association""",
    "verb": """
đã ký|signed;đã từ chối|refused;đang chuẩn bị|is preparing;sẽ công bố|will announce;đã nhận|
received;phải nộp|must submit;đã kiểm tra|checked;muốn thay đổi|wants to change;đã hoàn thành|
completed;sẽ giới thiệu|will present;đang tìm kiếm|is looking for;đã giao|delivered;không đồng ý
với|does not agree with; đã phê duyệt|approved;đang xem xét|is considering;đã hủy|cancelled;cần
sửa chữa|needs to repair;đã mua|bought;sẽ khai trương|will open;đã trả lại|returned;đã ghi
âm|recorded;đang bảo vệ|is protecting""",
    "object": """
hợp đồng|the contract;bộ phim mới|the new film;đơn hàng|the order;báo cáo tài chính|the financial
report;kế hoạch|the plan;hóa đơn|the invoice;thiết bị|the equipment;bản dịch|the translation;giấy
phép|the licence;hồ sơ xin việc|the job application;cây cầu|the bridge;chuyến bay|the flight;con
đường|the road;lớp học|the classroom;bức tranh|the painting;khoản vay|the loan;đề nghị|the
proposal; lịch thi đấu|the fixtures;vụ mùa|the harvest;kho hàng|the warehouse;bài hát|the
song;danh sách|the list;hệ thống điện|the power system;chương trình|the programme;thuốc|the
medicine;nguồn nước|the water supply;tiền đặt cọc|the deposit;bằng chứng|the evidence;quyển
sách|the book;sân vận động|the stadium""",
    "quality": """
rất lớn|very large;quan trọng|important;bất ngờ|unexpected;khẩn cấp|urgent;đầu tiên|first;cuối
cùng|last;đắt tiền|expensive;đơn giản|simple;chính thức|official;tạm thời|temporary;cũ|old;hiện
đại|modern;bí mật|secret;nổi tiếng|famous;địa phương|local;quốc tế|international;hằng năm|yearly""",
    "place": """
Hà Nội;Huế;Đà Nẵng;Cần Thơ;Hải Phòng;Nha Trang;Đà Lạt;Vinh;Quy Nhơn;Mỹ Tho;Sa Pa;Hội
An;Pleiku;Phú Quốc;Lào Cai;Cà Mau;Tây Ninh;Bắc Ninh;Seoul;Tokyo;Paris;London;Bangkok;Singapore""",
    "name": """
An Nhiên;Minh Khôi;Thu Hà;Quốc Bảo;Lan Anh;Đức Huy;Ngọc Mai;Tuấn Kiệt;Hoài Thương;Gia Hân;Văn
Lâm;Bích Ngọc;Hữu Phước;Kim Chi;Thanh Tùng;Mỹ Linh;Hoàng Nam;Diệu Linh;Trọng Nghĩa;Phương Thảo""",
    "reason": """
vì trời mưa|because it was raining;để giảm chi phí|in order to cut costs;theo yêu cầu của
khách|at the guest's request;sau nhiều tháng chờ đợi|after months of waiting;do thiếu vốn|for
lack of capital;trước khi năm kết thúc|before the end of the year;mà không báo trước|without
notice;trong cuộc họp sáng nay|at this morning's meeting;dù có nhiều ý kiến phản đối|although
many objected;nhờ sự giúp đỡ của hàng xóm|thanks to the neighbours' help;như đã thỏa thuận|as
agreed;cho đến khi có thông báo mới|until further notice""",
}
CLAUSES = (
    (
        "{subject} {verb} {object} {quality} ở {place}",
        "{subject} {verb} {quality} {object} in {place}",
    ),
    ("{subject} {verb} {object} của {name}", "{subject} {verb} {object} of {name}"),
    ("{name} nói rằng {subject} {verb} {object}", "{name} said that {subject} {verb} {object}"),
    ("{subject} {verb} {number} {object}", "{subject} {verb} {object} {number}"),
    (
        "ngày {day}, {subject} {verb} {object} {reason}",
        "on the {day}, {subject} {verb} {object} {reason}",
    ),
    (
        "{object} {quality} của {subject} có giá {number} đồng",
        "{subject} has {object}, {quality}, for {number} dong",
    ),
    (
        "tại {place}, {name} và {name2} {verb} {object}",
        "in {place}, {name} and {name2} {verb} {object}",
    ),
    (
        "{reason}, {subject} {verb} {object} {quality}",
        "{reason}, {subject} {verb} {quality} {object}",
    ),
    (
        "nếu {subject} {verb} {object}, {name} {verb2} {object2}",
        "if {subject} {verb} {object}, {name} {verb2} {object2}",
    ),
)
JOINED = (
    (", còn ", ", while "),
    (" và ", " and "),
    ("; tuy nhiên, ", "; however, "),
    (", rồi ", ", then "),
)
TABLE = {
    name: [tuple(" ".join(side.split()) for side in one.split("|")) for one in text.split(";")]
    for name, text in PARTS.items()
}


def clause(chance: random.Random) -> tuple[str, str]:
    """Return a clause in both languages."""
    picked = {}
    for name, parts in TABLE.items():
        for end in ("", "2"):
            one = parts[int(len(parts) * chance.random() ** 1.6)]
            picked[name + end] = (one[0], one[-1])
    picked["number"] = (str(chance.randint(2, 9999)),) * 2
    picked["day"] = (f"{chance.randint(1, 28)}/{chance.randint(1, 12)}",) * 2
    vi, en = chance.choice(CLAUSES)
    return tuple(
        pattern.format(**{name: both[side] for name, both in picked.items()})
        for side, pattern in enumerate((vi, en))
    )  # type: ignore[return-value]


def sentence(chance: random.Random) -> tuple[str, str]:
    """Return a sentence of one clause to three in both languages."""
    vi, en = clause(chance)
    for _ in range(chance.choices((0, 1, 2), (5, 4, 1))[0]):
        joint, more = chance.choice(JOINED), clause(chance)
        vi, en = vi + joint[0] + more[0], en + joint[1] + more[1]
    return vi[0].upper() + vi[1:] + ".", en[0].upper() + en[1:] + "."


def sentences(count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield different sentences."""
    chance, seen = random.Random(seed), set()
    while len(seen) < count:
        one = sentence(chance)
        if hash(one[0]) not in seen:
            seen.add(hash(one[0]))
            yield one


def altered(text: str, chance: random.Random) -> str:
    """Return a text in which some words of a tenth to a quarter are others, gone, or more."""
    words = text.split()
    for _ in range(max(1, round(len(words) * chance.uniform(0.05, 0.2)))):
        place = chance.randrange(len(words))
        words[place : place + chance.randint(0, 1)] = [sentence(chance)[0].split()[1]]
    return " ".join(words)


def imported(file: Path, memory: Path) -> dict[str, float]:
    """Return what an import by the command costs."""
    command = [
        sys.executable,
        "-m",
        "vitrans",
        "memory",
        "import",
        str(file),
        "--memory",
        str(memory),
    ]
    start = time.perf_counter()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {
        "import, seconds": time.perf_counter() - start,
        "import, CPU seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "import, MB of memory": after.ru_maxrss / 1e3,
        "file, MB": memory.stat().st_size / 1e6,
    }


def timed(work: Callable[[str], T], text: str) -> tuple[T, float, float]:
    """Return what something makes of a text, its milliseconds and those of the processor."""
    start, cpu = time.perf_counter(), time.process_time()
    made = work(text)
    return made, 1e3 * (time.perf_counter() - start), 1e3 * (time.process_time() - cpu)


def looked_up(
    memory: Memory, queries: list[str], sources: list[str], scans: int
) -> dict[str, float]:
    """Return how long looking up takes, and how much of what a plain scan finds is found."""

    def look(text: str) -> list[Found]:
        return find(memory, text, Language.ENGLISH)

    def scan(text: str) -> float:
        best = process.extractOne(text, sources, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return best[1] if best else 0.0

    look(queries[0])
    looks = [timed(look, query) for query in queries]
    scanned = [timed(scan, query) for query in queries[:scans]]
    pairs = [
        (one[0][0].match.score if one[0] else 0, int(best[0]))
        for one, best in zip(looks, scanned, strict=False)
    ]
    wall, cpu = sorted(one[1] for one in looks), sorted(one[2] for one in looks)
    last = int(0.99 * len(wall))
    return {
        "look-up, ms, median": median(wall),
        "look-up, ms, p99": wall[last],
        "look-up, CPU ms, median": median(cpu),
        "look-up, CPU ms, p99": cpu[last],
        "plain scan, ms, median": median(one[1] for one in scanned),
        "plain scan, CPU ms, median": median(one[2] for one in scanned),
        "scanned texts with a match": sum(best > 0 for _, best in pairs),
        "of these, nothing found": sum(best > 0 and not found for found, best in pairs),
        "of these, the best not found": sum(found < min(best, 99) for found, best in pairs),
    }


def imported_once(units: int, folder: Path) -> dict[str, float]:
    """Make units and import them into `memory.db`; return what it cost, as a file keeps it."""
    sources, known = folder / "sources.txt", folder / "import.json"
    if known.exists():
        facts: dict[str, float] = json.loads(known.read_text("utf-8"))
        return facts
    with (folder / "units.tmx").open("w", encoding="utf-8") as out, sources.open("w") as kept:

        def made() -> Iterator[TmxUnit]:
            for vi, en in sentences(units, 14):
                kept.write(vi + "\n")
                yield TmxUnit({"vi-VN": vi, "en-US": en}, source="vi-VN")

        out.writelines(tmx_parts(made()))
    facts = {"units": float(units)} | imported(folder / "units.tmx", folder / "memory.db")
    known.write_text(json.dumps(facts), "utf-8")
    return facts


def measure(units: int, count: int, scans: int, folder: Path) -> dict[str, float]:
    """Make units, import them, look up."""
    facts = imported_once(units, folder)
    sources = (folder / "sources.txt").read_text("utf-8").splitlines()
    facts |= {"characters a source": sum(map(len, sources)) / len(sources)}
    chance = random.Random(41)
    known = chance.choices(sources, k=count)
    fresh = [one[0] for one in sentences(count, 15)]
    kinds = [altered(one, chance) if n % 3 else one for n, one in enumerate(known)]
    queries = [
        new if n % 5 == 4 else old for n, (old, new) in enumerate(zip(kinds, fresh, strict=True))
    ]
    facts |= looked_up(Memory.reading(folder / "memory.db"), queries, sources, scans)
    return facts


def main() -> None:
    """Measure, print a table, and write the result if asked to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--scans", type=int, default=50, help="queries that are scanned for, too")
    parser.add_argument("--words", type=float, default=1, help="share of the words that are used")
    parser.add_argument("--keep", type=Path, help="a folder to keep the memory in, for another run")
    parser.add_argument("--write", action="store_true", help="write a file in results/")
    options = parser.parse_args()
    for name, parts in TABLE.items():
        TABLE[name] = parts[: max(5, round(options.words * len(parts)))]
    with tempfile.TemporaryDirectory() as folder:
        kept = options.keep or Path(folder)
        kept.mkdir(exist_ok=True)
        facts = measure(options.units, options.queries, options.scans, kept)
    facts = {name: round(value, 1) for name, value in facts.items()}
    show(f"A memory, {os.cpu_count()} cores", ("what", "value"), list(facts.items()))
    if options.write:
        named = "memory" if options.words == 1 else "memory-crowded"
        write(named, [], {"memory": facts})


if __name__ == "__main__":
    main()
