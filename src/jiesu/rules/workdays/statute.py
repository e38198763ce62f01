"""The days off that the statute itself gives, without any yearly notice (R24, C2)."""

import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from chinese_calendar import get_solar_terms

from jiesu.rules.workdays.shanghai import ONE_DAY

FIRST_YEAR, LAST_YEAR = 2000, 2050
"""The years of lunar.toml."""
SATURDAY = 5


@cache
def statute() -> dict[str, Any]:
    """The statute's editions and worked examples, as written in statute.toml."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def lunar_days() -> dict[str, dict[str, date]]:
    """Days of the Chinese calendar by year and name, as written in lunar.toml."""
    told = tomllib.loads(Path(__file__).with_name("lunar.toml").read_text(encoding="utf-8"))
    days: dict[str, dict[str, date]] = told["days"]
    return days


@cache
def statutory_days(year: int) -> dict[date, str]:
    """Statutory days off of ``year`` by name; where two meet, both names."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(
            f"工作日历只覆盖 {FIRST_YEAR} 到 {LAST_YEAR} 年，没有 {year} 年；请核对日期的年份。"
        )
    found: dict[date, str] = {}
    for rule in _edition(year)["days"]:
        for on in _dates(rule, year):
            found[on] = f"{found[on]}、{rule['name']}" if on in found else rule["name"]
    return found


@cache
def made_up_days(year: int) -> dict[date, str]:
    """Working days given back for statutory days on a weekend: the next ones that are not off."""
    off = statutory_days(year)
    given: dict[date, str] = {}
    for lost in sorted(on for on in off if on.weekday() >= SATURDAY):
        on = lost
        while on.weekday() >= SATURDAY or on in off or on in given:
            on += ONE_DAY
        given[on] = f"{off[lost]}补假"
    return given


def _edition(year: int) -> dict[str, Any]:
    editions: list[dict[str, Any]] = statute()["edition"]
    return [edition for edition in editions if edition["from_year"] <= year][-1]


def _dates(rule: dict[str, Any], year: int) -> Iterator[date]:
    start = _anchor(rule, year) + timedelta(days=rule.get("first", 0))
    return (start + timedelta(days=n) for n in range(rule["days"]))


def _anchor(rule: dict[str, Any], year: int) -> date:
    if "solar" in rule:
        return date(year, *rule["solar"])
    if "lunar" in rule:
        return lunar_days()[str(year)][rule["lunar"]]
    return _solar_term(rule["term"], year)


def _solar_term(name: str, year: int) -> date:
    days: dict[str, date] = {
        term: on for on, term in get_solar_terms(date(year, 1, 1), date(year, 12, 31))
    }
    return days[name]
