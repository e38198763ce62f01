"""One line of the category table (§13.1): what the user says is wrong."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


class UnknownCategoryError(LookupError):
    """A code that the category table does not know."""


@dataclass(frozen=True, slots=True)
class Category:
    """A category of level 1, 2 or 3; ``miit_class`` is U, N or F (the ministry's classes)."""

    code: str
    level: int
    zh: str
    en: str
    miit_class: str

    @property
    def parent(self) -> str:
        """Code of the category above; empty for level 1."""
        return self.code.rpartition("-")[0]


def read_categories(table: bytes) -> Mapping[str, Category]:
    """Read the tab-separated table; ValueError names a line whose parent is missing."""
    rows = csv.DictReader(table.decode().splitlines(), delimiter="\t")
    found: dict[str, Category] = {}
    for row in rows:
        category = Category(row["code"], int(row["level"]), row["zh"], row["en"], row["miit_class"])
        _check(category, found)
        found[category.code] = category
    return MappingProxyType(found)


def _check(category: Category, above: Mapping[str, Category]) -> None:
    if category.code in above:
        raise ValueError(f"分类表中代码 {category.code} 出现了两次，请删去一行后重新加载。")
    if category.level != category.code.count("-") + 1:
        raise ValueError(f"分类 {category.code} 的级别应与代码的段数一致，请更正后重新加载。")
    if category.parent and category.parent not in above:
        raise ValueError(f"分类 {category.code} 的上级须写在它前面，请补上后重新加载。")
    if category.miit_class not in {"U", "N", "F"}:
        raise ValueError(f"分类 {category.code} 的工信部类别只能是 U、N 或 F，请更正后重新加载。")
