"""Whether a contact can be taken as it is (T01): clean text, possible moments, a known category."""

import re
from collections.abc import Callable
from datetime import datetime
from operator import attrgetter

from django.utils.translation import gettext as _
from msgspec.structs import fields, replace

from jiesu.cases.book import taxonomy
from jiesu.cases.intake.contact import Intake
from jiesu.cases.refusals import unfit
from jiesu.cases.words import FIRST_YEAR, LAST_YEAR
from jiesu.kit.text import clean, says_something
from jiesu.rules.regions import region_known

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")
_TEXTS = tuple(
    field.name
    for field in fields(Intake)
    if isinstance(field.default, str) or field.name == "description"
)
_MOMENTS = tuple(
    field.name
    for field in fields(Intake)
    if field.name.endswith("_at") or field.name == "printed_due"
)
_texts: Callable[[Intake], tuple[str, ...]] = attrgetter(*_TEXTS)
_moments: Callable[[Intake], tuple[datetime | None, ...]] = attrgetter(*_MOMENTS)


def fit(intake: Intake) -> Intake:
    """The contact without characters that no pen writes.

    Raises:
        Unfit: it says nothing, cannot be answered, or tells a moment, a region or a category
            that there is not.
    """
    cleaned = _cleaned(intake)
    if not says_something(cleaned.description):
        raise unfit("description", _("问题描述是空的，未提交。请写明经过、时间和地点。"))
    check_contactable(cleaned)
    for name, moment in zip(_MOMENTS, _moments(cleaned), strict=True):
        if moment is not None:
            _check_moment(name, moment)
    if cleaned.region and not region_known(cleaned.region):
        raise unfit(
            "region",
            _("没有地区代码 %(region)s，未提交。请填写六位行政区划代码(如 440100)，或留空。")
            % {"region": cleaned.region},
        )
    if cleaned.category and cleaned.category not in taxonomy().categories:
        raise unfit(
            "category",
            _("没有分类 %(category)s，未提交。请从分类表中选择，或留空。")
            % {"category": cleaned.category},
        )
    return cleaned


def check_contactable(intake: Intake) -> None:
    """Refuse a contact that nobody could answer, unless no answer is wanted (T01, S4, S5).

    Raises:
        Unfit: on the phone field.
    """
    if not (intake.phone or intake.email or intake.handle or intake.account or intake.no_contact):
        raise unfit(
            "phone",
            _(
                "没有留下任何联系方式，未提交。请填写电话或邮箱；如确实不需要联系，"
                "请勾选“无需联系我”。"
            ),
        )
    if intake.phone and not any(sign.isdigit() for sign in intake.phone):
        raise unfit("phone", _("电话中没有数字，未提交。请核对号码，或留下其他联系方式。"))
    if intake.email and not _ADDRESS.fullmatch(intake.email.strip()):
        raise unfit(
            "email", _("邮箱写法不对，未提交。请写成 name@example.com，或留下其他联系方式。")
        )


def _cleaned(intake: Intake) -> Intake:
    told = zip(_TEXTS, _texts(intake), strict=True)
    dirty = {name: clean(text) for name, text in told if not text.isprintable()}
    return replace(intake, **dirty) if dirty else intake


def _check_moment(name: str, moment: datetime) -> None:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise unfit(name, _("时间写成了 %(year)s 年，未提交。请核对年份。") % {"year": moment.year})
