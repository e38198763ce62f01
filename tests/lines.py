"""A line that somebody holds, as the operator's own systems have told us of it."""

from datetime import date

from cast import Cast
from jiesu.people.customers import Holder, Line, connect, enrol

HOLDER = Holder("孙小明", "13800005678")


def held(
    cast: Cast,
    holder: Holder = HOLDER,
    account: str = "075500012301",
    address: str = "甲市东区幸福小区3号楼502",
) -> None:
    """Let ``holder`` have a line in the city."""
    connect(
        enrol(holder),
        Line(account, address),
        organisation=cast.city,
        product="光速宽带",
        rate_mbps=300,
        rural=False,
        region="440100",
        installed_on=date(2024, 5, 1),
        monthly_rent_fen=9900,
    )
