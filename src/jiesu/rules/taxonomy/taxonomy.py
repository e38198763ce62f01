"""The whole table of what complaints are about, as one loaded and fingerprinted book (§13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from jiesu.rules.reason import Title
from jiesu.rules.shelf import Shelf
from jiesu.rules.taxonomy.category import Category, UnknownCategoryError, read_categories
from jiesu.rules.taxonomy.codes import CodeList, UnknownCodeError, read_codes
from jiesu.rules.taxonomy.lexicon import Lexicon, plain, read_lexicon

RESULT_ONLY = "C"
BLOCKED_SITE = "B-01-01"
CLASSIFIED_LEVEL = 2


@dataclass(frozen=True, eq=False)
class Taxonomy:
    """Categories, code lists and the words that suggest a category."""

    digest: str
    categories: Mapping[str, Category]
    lists: Mapping[str, CodeList]
    lexicon: Lexicon

    @property
    def version(self) -> str:
        """Short name of exactly this book, to be kept on a case."""
        return f"taxonomy-{self.digest[:12]}"

    def category(self, code: str) -> Category:
        """Find a category; UnknownCategoryError when the table lacks it."""
        try:
            return self.categories[code]
        except KeyError:
            raise UnknownCategoryError(
                f"分类表中没有代码 {code}，分类未改动；请从分类表中选择。"
            ) from None

    def codes(self, name: str) -> CodeList:
        """Find a code list, such as ``root_causes``; UnknownCodeError when there is none."""
        try:
            return self.lists[name]
        except KeyError:
            raise UnknownCodeError(f"没有名为 {name} 的代码表，请核对代码表名称。") from None

    def parent(self, code: str) -> Category | None:
        """Find the category above; None for level 1."""
        above = self.category(code).parent
        return self.categories[above] if above else None

    def children(self, code: str = "") -> tuple[Category, ...]:
        """List the categories right below ``code``, or those of level 1."""
        return self._below.get(code, ())

    def lineage(self, code: str) -> tuple[Category, ...]:
        """List the category and those above it, widest first."""
        above = self.parent(code)
        return (*(self.lineage(above.code) if above else ()), self.category(code))

    def label(self, code: str) -> str:
        """Name the category with those above it, for people: 网络质量 › 无法连接."""
        return self.title(code).zh

    def title(self, code: str) -> Title:
        """Name the category with those above it, in both languages."""
        above = self.lineage(code)
        return Title(" › ".join(c.zh for c in above), " › ".join(c.en for c in above))

    def miit_class(self, code: str) -> str:
        """Give the ministry's class of the category: U, N or F."""
        return self.category(code).miit_class

    def level2(self, code: str) -> str:
        """Give the code of level 2 that repeats are counted by (§15.1)."""
        self.category(code)
        return "-".join(code.split("-", CLASSIFIED_LEVEL)[:CLASSIFIED_LEVEL])

    def selectable_at_intake(self, code: str, *, block_list_hit: bool = False) -> bool:
        """Ask whether intake may choose the category (§13.1).

        Level 1 is too wide. Customer-side categories are results that need evidence.
        A lawful block may only be named when a block-list hit is on record.
        """
        category = self.category(code)
        if category.level < CLASSIFIED_LEVEL or code.partition("-")[0] == RESULT_ONLY:
            return False
        return code != BLOCKED_SITE or block_list_hit

    def find(self, words: str, limit: int = 20) -> tuple[Category, ...]:
        """Search names, codes and customers' words; every word must fit, best fits first."""
        terms = [plain(term) for term in words.split()]
        fits = [
            (fit, category)
            for code, category in self.categories.items()
            if terms and (fit := min(self._fit(code, term) for term in terms))
        ]
        fits.sort(key=lambda pair: -pair[0])
        return tuple(category for _, category in fits[:limit])

    @cached_property
    def intake_codes(self) -> Mapping[str, str]:
        """Codes that intake may choose without further proof, each with its level 2."""
        chosen = filter(self.selectable_at_intake, self.categories)
        return {code: self.level2(code) for code in chosen}

    def family(self, code: str) -> frozenset[str]:
        """The code and those right below it."""
        return self._families[code]

    def _fit(self, code: str, term: str) -> int:
        category = self.categories[code]
        if term in plain(f"{code} {category.zh} {category.en}"):
            return 3
        if any(term in word or word in term for word in self.lexicon.words_of(code)):
            return 2
        return int(term in plain(self.label(code)))

    @cached_property
    def _families(self) -> Mapping[str, frozenset[str]]:
        return {
            code: frozenset({code, *(child.code for child in self.children(code))})
            for code in self.categories
        }

    @cached_property
    def _below(self) -> Mapping[str, tuple[Category, ...]]:
        below: dict[str, tuple[Category, ...]] = {}
        for category in self.categories.values():
            below[category.parent] = (*below.get(category.parent, ()), category)
        return below


@lru_cache(maxsize=8)
def load_taxonomy(extra_dir: Path | None = None) -> Taxonomy:
    """Load our book, each file shadowed by one of the same name in ``extra_dir``.

    Read once and kept. ValueError says which file and line does not fit.
    """
    shelf = Shelf(Path(__file__).parent, extra_dir)
    categories = read_categories(shelf.read("categories.tsv"))
    return Taxonomy(
        digest=shelf.digest,
        categories=categories,
        lists=read_codes({name: shelf.read(name) for name in shelf.names("codes/*.toml")}),
        lexicon=read_lexicon(
            {name: shelf.read(name) for name in shelf.names("words/*.toml")}, frozenset(categories)
        ),
    )
