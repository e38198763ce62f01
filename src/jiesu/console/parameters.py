"""What a rule book fixes beside its clocks, as people read it: amounts in yuan, codes by name."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.console.tongue import code_title, remedy_title
from jiesu.rules.policies.pack import Param
from jiesu.ui.joining import listed, told_together

_PARTS: Mapping[str, Promise] = {
    "remedy": gettext_lazy("补偿项目"),
    "from_first_hour": gettext_lazy("自第一小时起减免"),
    "agent": gettext_lazy("坐席"),
    "owner": gettext_lazy("投诉专员"),
    "team": gettext_lazy("班组长"),
    "manager": gettext_lazy("服务经理"),
    "install_once": gettext_lazy("装移机逾期（一次）"),
    "repair_per_day": gettext_lazy("修障逾期（每日）"),
    "repair_cap": gettext_lazy("修障逾期（封顶）"),
    "below_50m": gettext_lazy("签约 50M 以下（每期）"),
    "from_50m": gettext_lazy("签约 50M 及以上（每期）"),
    "least_percent": gettext_lazy("至少达到签约速率的百分之"),
    "cure_days": gettext_lazy("每期天数"),
}
"""What the values of one parameter stand for; an operator's own names stay as they are."""
_CODES: Mapping[str, Promise] = {"DISPUTED": gettext_lazy("有争议")}
_NO_MONEY = frozenset({"least_percent", "cure_days"})
"""Values beside amounts that are none."""


def parameter_title(one: Param) -> str:
    """Say what the parameter is; a file reckons in fen and says so, people read yuan."""
    title = one.title_zh.removesuffix("（分）")
    return _(title) if title else one.name


def parameter_told(one: Param) -> str:
    """Say the value of a parameter: of a table each value with what it stands for."""
    money = one.name.endswith("_fen")
    if isinstance(one.value, Mapping):
        return told_together(
            f"{_PARTS.get(name, name)} {_value(value, money=money and name not in _NO_MONEY)}"
            for name, value in one.value.items()
        )
    if isinstance(one.value, list | tuple):
        return listed(_value(value, money=money) for value in one.value)
    return _value(one.value, money=money)


def _value(value: Any, *, money: bool) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int) and money:
        return _("%(yuan)s 元") % {"yuan": f"{value // 100}.{value % 100:02}"}
    return _code(value) if isinstance(value, str) else str(value)


def _code(code: str) -> str:
    if code in _CODES:
        return str(_CODES[code])
    finding = code_title("findings", code)
    return finding if finding != code else remedy_title(code)
