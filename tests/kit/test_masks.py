"""Personal data is masked in one manner everywhere (§18)."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.kit import masks


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三丰", "张**"),
        ("张伟", "张*"),
        ("欧阳修", "欧阳*"),
        ("欧阳", "欧*"),
        ("司马相如", "司马**"),
        ("买买提·艾力", "买*****"),
        ("John Smith", "J***"),
        ("张", "*"),
        ("", "*"),
    ],
)
def test_a_name_keeps_its_surname(name: str, masked: str) -> None:
    assert masks.mask_name(name) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812345678", "138****5678"),
        ("+86 138-1234-5678", "138****5678"),
        ("075512345678", "0755-****5678"),
        ("010-87654321", "010-****4321"),
        ("0755-12345678转801", "0755-****5678"),
        ("87654321", "****4321"),
        ("10086", "10086"),
        ("无", "****"),
    ],
)
def test_a_phone_number_keeps_its_ends(phone: str, masked: str) -> None:
    assert masks.mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("福田区××小区3号楼2单元501", "福田区××小区3号楼***"),
        ("福田区幸福花园B栋1203室", "福田区幸福花园B栋***"),
        ("人民路12号3栋501号", "人民路12号3栋***"),
        ("人民路12号501室", "人民路12号***"),
        ("清水镇王家村5组12号", "清水镇王家村***"),
        ("阳光小区501", "阳光小区***"),
        ("某处", "***"),
    ],
)
def test_an_address_is_kept_down_to_the_building(address: str, masked: str) -> None:
    assert masks.mask_address(address) == masked


def test_accounts_documents_and_addresses_keep_little() -> None:
    assert masks.mask_account("0759123401") == "0759****01"
    assert masks.mask_account("a12345") == "a****"
    assert masks.mask_account("gz0759123401@163.gd") == "g***@163.gd"
    assert masks.mask_identity("44010119900101123X") == "4401***********23X"
    assert masks.mask_identity("E12345678") == "E********"
    assert masks.mask_email("zhang@example.cn") == "z***@example.cn"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13812345678联系", "电话138****5678联系"),
        ("电话138 1234 5678", "电话138****5678"),
        ("电话138.1234.5678", "电话138****5678"),
        ("电话138－1234－5678", "电话138****5678"),
        ("电话138 – 1234 – 5678", "电话138****5678"),
        ("电话138\u200b1234\u200b5678", "电话138****5678"),
        ("身份证440300.19900101.1234", "身份证4403***********234"),
        ("邮箱zhang＠example.cn收", "邮箱z***@example.cn收"),
        ("身份证44010119900101123X。", "身份证4401***********23X。"),
        ("卡号6222 0212 3456 7890 123", "卡号****0123"),
        ("卡号6222021234567890", "卡号****7890"),
        ("座机0755-12345678", "座机0755-****5678"),
        ("账号075512345601掉线", "账号0755-****5601掉线"),
        ("座机021 5888 1234", "座机021-****1234"),
        ("身份证440300 19900101 1234", "身份证4403***********234"),
        (
            "手机\uff11\uff13\uff18\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18",
            "手机\uff11\uff13\uff18\uff11****\uff17\uff18",
        ),
        ("邮箱zhang.san@example.cn收", "邮箱z***@example.cn收"),
        ("20260918晚上,测速12.5Mbps,192.168.100.100", "20260918晚上,测速12.5Mbps,192.168.100.100"),
        ("编号TS4401002026091800001797", "编号TS4401002026091800001797"),
        ("工单123456,催办10086", "工单123456,催办10086"),
    ],
)
def test_numbers_in_free_text_are_masked(text: str, masked: str) -> None:
    assert masks.mask_text(text) == masked


@given(st.text(alphabet="0123456789 -Xx@a.TS电", max_size=60))
def test_masking_twice_is_masking_once_and_leaves_no_long_number(text: str) -> None:
    once = masks.mask_text(text)
    assert masks.mask_text(once) == once
    for run in re.findall(r"(?<![TSax])\d{9,}", once):
        assert re.search(rf"[TS]{{2}}{run}", once)


@pytest.mark.parametrize("text", ["a" * 200_000 + "@", "a@" * 100_000, "1 " * 100_000])
def test_no_text_takes_long(text: str) -> None:
    begun = time.perf_counter()
    masks.mask_text(text)
    assert time.perf_counter() - begun < 2, "a hundredth of it on a quiet machine"
