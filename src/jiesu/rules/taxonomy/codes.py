"""Closed lists of codes beside the categories: causes, solutions, outcomes, channels (§13.2)."""

from collections.abc import Iterator, Mapping

import msgspec


class UnknownCodeError(LookupError):
    """A code that its list does not know."""


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One code with the words people read."""

    code: str
    zh: str
    en: str
    note: str = ""
    """What to bear in mind when choosing it, in Chinese."""
    traits: tuple[str, ...] = ()
    """Marks that rules ask for, such as ``needs_second_person``."""


class CodeList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of codes under one name, with the clause it comes from."""

    name: str
    zh: str
    en: str
    clause: str
    codes: tuple[Code, ...]

    def __iter__(self) -> Iterator[Code]:
        """Iterate over the codes in the order people read them."""
        return iter(self.codes)

    def __contains__(self, code: str) -> bool:
        return any(each.code == code for each in self.codes)

    def get(self, code: str) -> Code:
        """Find a code; UnknownCodeError names the list and what it offers."""
        for each in self.codes:
            if each.code == code:
                return each
        offered = "、".join(each.code for each in self.codes)
        raise UnknownCodeError(f"“{self.zh}”中没有代码 {code}，未作改动；可选：{offered}。")

    def having(self, trait: str) -> tuple[Code, ...]:
        """List the codes marked with ``trait``."""
        return tuple(code for code in self.codes if trait in code.traits)


def read_codes(pages: Mapping[str, bytes]) -> Mapping[str, CodeList]:
    """Read code lists, keyed by name; msgspec.ValidationError names what does not fit."""
    lists = [msgspec.toml.decode(page, type=CodeList) for page in pages.values()]
    return {each.name: each for each in lists}
