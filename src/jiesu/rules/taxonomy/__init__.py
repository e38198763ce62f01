"""What a complaint is about: categories, closing codes, and the category a text suggests (§13)."""

from jiesu.rules.taxonomy.category import Category, UnknownCategoryError
from jiesu.rules.taxonomy.codes import Code, CodeList, UnknownCodeError
from jiesu.rules.taxonomy.suggestion import Suggestion, suggest
from jiesu.rules.taxonomy.taxonomy import Taxonomy, load_taxonomy

__all__ = [
    "Category",
    "Code",
    "CodeList",
    "Suggestion",
    "Taxonomy",
    "UnknownCategoryError",
    "UnknownCodeError",
    "load_taxonomy",
    "suggest",
]
