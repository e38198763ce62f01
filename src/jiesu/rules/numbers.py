"""Numbers of complaints, orders, appeals, rectifications and outages (§12.1).

``TS`` + city code of GB/T 2260 (6) + YYYYMMDD + sequence of the day (6) + two check digits by
ISO 7064 MOD 97-10 over all before them, letters as in IBAN (A=10 … Z=35). One wrong character
and two swapped neighbours are always noticed.
"""

import re
import unicodedata
from datetime import date
from enum import StrEnum
from functools import lru_cache
from string import ascii_uppercase

import msgspec


class Prefix(StrEnum):
    """What the number names; the letters begin its Chinese word."""

    COMPLAINT = "TS"
    ORDER = "GD"
    APPEAL = "SS"
    RECTIFICATION = "ZG"
    OUTAGE = "QZ"


WORDS = {
    Prefix.COMPLAINT: "投诉",
    Prefix.ORDER: "工单",
    Prefix.APPEAL: "申诉",
    Prefix.RECTIFICATION: "整改",
    Prefix.OUTAGE: "群障",
}
LAST_SEQUENCE = 999_999
GROUPS = (2, 6, 4, 4, 3, 3, 2)
LENGTH = sum(GROUPS)
DIGITS = "零幺二三四五六七八九"
HEARD = {ord(word): str(n) for n, word in enumerate(DIGITS)} | {ord("〇"): "0", ord("一"): "1"}
BY_IBAN = {ord(sign): str(int(sign, 36)) for sign in ascii_uppercase}
BETWEEN = re.compile(r"[\s,，、。.·_/\-‐-―−\u200b\ufeff]+")


class UnreadableNumberError(ValueError):
    """The text is no number of ours; the message says where it fails and what to do."""


class Number(msgspec.Struct, frozen=True):
    """A number taken apart; ``str`` puts it together with its check digits."""

    prefix: Prefix
    region: str
    day: date
    sequence: int

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[0-9]{6}", self.region):
            raise ValueError(f"地区代码“{self.region}”应为 6 位数字（GB/T 2260）。")
        if not 1 <= self.sequence <= LAST_SEQUENCE:
            raise ValueError(f"当日序号 {self.sequence} 超出 1 到 {LAST_SEQUENCE}，编号没有生成。")

    def __str__(self) -> str:
        body = f"{_head(self.prefix, self.region, self.day)}{self.sequence:06}"
        return body + check_digits(body)


@lru_cache(maxsize=4096)
def _head(prefix: Prefix, region: str, day: date) -> str:
    """What all numbers of one kind, city and day begin with."""
    return f"{prefix.value}{region}{day:%Y%m%d}"


def number_for(prefix: Prefix, region: str, day: date, sequence: int) -> str:
    """Write the number of the ``sequence``-th thing of that kind in ``region`` on ``day``.

    Raises ValueError for a region that is not six digits or a sequence outside 1–999999.
    """
    return str(Number(prefix, region, day, sequence))


def read_number(text: str) -> Number:
    """Read a number as people type or say it: blanks, dashes, full width, lower case, 幺二三.

    Raises UnreadableNumberError saying in Chinese what is wrong.
    """
    told = plain(text)
    if told[:2] not in set(Prefix):
        kinds = "、".join(f"{prefix}（{word}）" for prefix, word in WORDS.items())
        raise UnreadableNumberError(f"编号“{text.strip()}”应以 {kinds} 开头，请核对后重新输入。")
    _refuse_bad_digits(told)
    if check_digits(told[:-2]) != told[-2:]:
        raise UnreadableNumberError(
            f"编号 {grouped(told)} 的校验位不对：可能有一位输错或相邻两位颠倒，"
            "请对照短信或回执逐组核对后重新输入。"
        )
    return Number(Prefix(told[:2]), told[2:8], _day(told), int(told[16:22]))


def check_digits(body: str) -> str:
    """Two check digits for a body of capital letters and digits (ISO 7064 MOD 97-10)."""
    return f"{98 - int(body.translate(BY_IBAN)) * 100 % 97:02}"


def grouped(number: Number | str) -> str:
    """Part the number for the eye: ``TS 440100 2026 0918 000 123 45``."""
    return " ".join(_groups(str(number)))


def spoken(number: Number | str) -> str:
    """Part the number for the ear, digit by digit as on the telephone, 1 said 幺."""
    groups = _groups(str(number))
    return "，".join(
        "".join(DIGITS[int(sign)] if sign.isdigit() else sign for sign in group) for group in groups
    )


def plain(text: str) -> str:
    """Write a number as we write it: no blanks or dashes, half width, capitals, 幺 as 1."""
    return BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper().translate(HEARD)


def _refuse_bad_digits(plain: str) -> None:
    if len(plain) != LENGTH:
        raise UnreadableNumberError(
            f"编号应为 2 个字母加 {LENGTH - 2} 位数字，现有 {len(plain)} 位；请核对是否漏输或多输。"
        )
    if strange := re.search(r"[^0-9]", plain[2:]):
        raise UnreadableNumberError(
            f"编号第 {strange.start() + 3} 位“{strange[0]}”不是数字，请核对后重新输入。"
        )


def _day(plain: str) -> date:
    year, month, day = int(plain[8:12]), int(plain[12:14]), int(plain[14:16])
    try:
        return date(year, month, day)
    except ValueError:
        raise UnreadableNumberError(
            f"编号 {grouped(plain)} 中的日期 {year}-{month:02}-{day:02} 不存在，请核对后重新输入。"
        ) from None


def _groups(text: str) -> list[str]:
    ends = [sum(GROUPS[: n + 1]) for n in range(len(GROUPS))]
    return [text[end - size : end] for size, end in zip(GROUPS, ends, strict=True)]
