"""A customer is found by phone, account or address, and nothing of it can be read in the table."""

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import connection

from jiesu.kit import keyring
from jiesu.kit.resealing import SealedColumn, registered, reseal
from jiesu.kit.sealed import key_of
from jiesu.people.customers import (
    Holder,
    Line,
    by_account,
    by_address,
    by_phone,
    connect,
    enrol,
    holder_of,
    line_of,
)
from jiesu.people.models import Customer, Subscription

if TYPE_CHECKING:
    from jiesu.people.models import Organisation

HOLDER = Holder(name="孙秀英", phone="138-1234-5678")
LINE = Line(account="0759A12301", address="霞山区 幸福里小区3号楼2单元501")


@pytest.fixture
def line(city: "Organisation") -> Subscription:
    return connect(
        enrol(HOLDER),
        LINE,
        organisation=city,
        product="宽带500M",
        rate_mbps=500,
        rural=False,
        region="440800",
        installed_on=date(2024, 3, 1),
        monthly_rent_fen=9900,
    )


def test_a_line_is_found_however_the_caller_says_it(line: Subscription) -> None:
    assert by_phone("+86 13812345678").get() == line
    assert by_account("0759a12301").get() == line
    assert by_address("霞山区幸福里小区3号楼2单元501").get() == line
    assert not by_phone("13812345679").exists()


@pytest.mark.parametrize(
    ("product", "told"),
    [("宽带500M", "宽带500M"), ("家庭宽带", "家庭宽带 500M"), ("宽带1500M", "宽带1500M 500M")],
)
def test_the_rate_of_a_line_is_told_once(line: Subscription, product: str, told: str) -> None:
    line.product = product
    assert str(line) == told


def test_what_was_sealed_is_read_again(line: Subscription) -> None:
    found = by_phone("13812345678").get()
    assert holder_of(found.customer) == HOLDER
    assert line_of(found) == LINE
    assert found == line


@pytest.mark.usefixtures("line")
def test_the_tables_hold_nothing_readable() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT c::text || s::text FROM people_customer c, people_subscription s")
        (row,) = cursor.fetchone()
    for said in (HOLDER.name, "13812345678", LINE.account, "幸福里"):
        assert said not in row
        assert said.encode().hex() not in row


@pytest.mark.usefixtures("ring_file", "line")
def test_a_rotation_reaches_the_customers() -> None:
    new = keyring.add_key()
    mine = [column for column in registered() if column.table.startswith("people_")]
    ours = [SealedColumn(f"people_{told}", "id", "secret") for told in ("customer", "subscription")]
    assert set(ours) <= set(mine)
    assert {column.table: reseal(column) for column in mine if column in ours} == {
        "people_customer": 1,
        "people_subscription": 1,
    }
    assert key_of(bytes(Customer.objects.get().secret)) == new
    assert holder_of(Customer.objects.get()) == HOLDER
