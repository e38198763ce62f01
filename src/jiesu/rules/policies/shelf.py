"""Where packs stand: ours, the operator's before them, and a way to those that stood here once."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from jiesu.rules.policies.matching import holds
from jiesu.rules.policies.pack import STRENGTH, ClockRule, Pack, PackRef, Param
from jiesu.rules.policies.reading import PackError, read_pack
from jiesu.rules.policies.told import Told, told_on_breach
from jiesu.rules.policies.traits import Traits
from jiesu.rules.reason import ReasonedError, why

OURS = Path(__file__).parent / "packs"
Seek = Callable[[PackRef], bytes | None]
"""Finds the text of a version that stood here once; None if nobody kept it."""


def _kept_by_nobody(ref: PackRef) -> bytes | None:  # noqa: ARG001 - a Seek
    return None


class UnknownPackError(ReasonedError, LookupError):
    """A case refers to a pack, or a version of one, that no longer stands on the shelf."""


class Shelf:
    """Packs by code, and every version by reference. Compared by identity."""

    def __init__(self, packs: Iterable[Pack], seek: Seek = _kept_by_nobody) -> None:
        """Stand ``packs`` up; versions that ``seek`` finds serve only the cases frozen on them."""
        self.packs: Mapping[str, Pack] = _by_code(packs)
        self._versions = {pack.ref: pack for pack in self.packs.values()}
        self._seek = seek

    def resolve(
        self, traits: Traits, on: date, enabled: frozenset[str] | None = None
    ) -> tuple[PackRef, ...]:
        """References to freeze on a case received ``on``: what is enabled and meant for it.

        ``enabled`` names packs by code; None means those on by default. A pack that comes into
        force later is included: each clock asks for the day of its own start (§6.2).
        """
        return _resolve(self, traits, on, enabled)

    def widen(
        self,
        refs: Sequence[PackRef],
        traits: Traits,
        on: date,
        enabled: frozenset[str] | None = None,
    ) -> tuple[PackRef, ...]:
        """Add what a changed case comes under to ``refs``, taking nothing away.

        A pack that no longer fits stops its clocks by its own conditions; dropping its reference
        would wipe out what it already promised.
        """
        frozen = {ref.code for ref in refs}
        fresh = self.resolve(traits, on, enabled)
        return (*map(_ref, refs), *(ref for ref in fresh if ref.code not in frozen))

    def rules_of(self, refs: Iterable[Sequence[str]]) -> tuple[ClockRule, ...]:
        """Rules of the versions referred to; the same tuple for the same references.

        Raises:
            UnknownPackError: a version is not here.
        """
        return _rules_of(self, tuple(map(_ref, refs)))

    def rule(self, refs: Iterable[Sequence[str]], pack: str, name: str) -> ClockRule:
        """The rule that made a promise. Raises UnknownPackError if no version has it."""
        for rule in self.rules_of(refs):
            if rule.pack == pack and rule.name == name:
                return rule
        raise UnknownPackError(why("pack_without_rule", pack=pack, rule=name))

    def told_on_breach(self, refs: Iterable[Sequence[str]], pack: str, clock: str) -> list[Told]:
        """Who is told when a promise of ``clock`` by ``pack`` breaks.

        Raises:
            UnknownPackError: a version is not here.
        """
        rules = [one for one in self.rules_of(refs) if (one.pack, one.clock) == (pack, clock)]
        return told_on_breach(word for rule in rules for word in rule.on_breach)

    def params(self, refs: Iterable[Sequence[str]], name: str) -> tuple[tuple[Pack, Param], ...]:
        """What the referenced packs fix under ``name``, strongest layer first."""
        packs = sorted(map(self.pack, refs), key=_strength)
        return tuple((pack, param) for pack in packs for param in pack.params if param.name == name)

    def pack(self, ref: Sequence[str]) -> Pack:
        """The very version referred to. Raises UnknownPackError if it is not here."""
        wanted = _ref(ref)
        if wanted not in self._versions:
            self._versions[wanted] = self._fetch(wanted)
        return self._versions[wanted]

    def _fetch(self, wanted: PackRef) -> Pack:
        text = self._seek(wanted)
        pack = read_pack(wanted.code, text, kept=True) if text is not None else None
        if pack is None or pack.ref != wanted:
            lost = why("pack_version_lost", pack=wanted.code, version=wanted.digest[:12])
            raise UnknownPackError(lost)
        return pack


@lru_cache(maxsize=8)
def load_shelf(extra_dir: Path | None = None, seek: Seek = _kept_by_nobody) -> Shelf:
    """Our packs; a file of the same name in ``extra_dir/packs`` is read instead. Remembered.

    Raises:
        PackError: naming file, rule and fault.
    """
    return Shelf(_read(pack_files(extra_dir)), seek)


def pack_files(extra_dir: Path | None = None) -> tuple[Path, ...]:
    """The file that counts for each name, in the order of names."""
    files = {path.name: path for board in _boards(extra_dir) for path in board.glob("*.toml")}
    return tuple(files[name] for name in sorted(files))


def _boards(extra_dir: Path | None) -> list[Path]:
    """Our folder, and ``packs`` in the operator's: other books of rules stand beside it there."""
    return [OURS] if extra_dir is None else [OURS, extra_dir / OURS.name]


def _read(paths: Iterable[Path]) -> Iterator[Pack]:
    return (read_pack(path.name, path.read_bytes()) for path in paths)


def _by_code(packs: Iterable[Pack]) -> Mapping[str, Pack]:
    found: dict[str, Pack] = {}
    for pack in packs:
        if pack.code in found:
            raise PackError(f"策略包代码 {pack.code} 出现在两个文件里；要替换请用相同的文件名。")
        found[pack.code] = pack
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: _strength(item[1]))))


def _strength(pack: Pack) -> tuple[int, str]:
    return STRENGTH[pack.layer], pack.code


def _ref(ref: Sequence[str]) -> PackRef:
    """A reference as JSON gives it back: a list of two."""
    code, digest = ref
    return PackRef(code, digest)


@lru_cache(maxsize=4096)
def _resolve(
    shelf: Shelf, traits: Traits, on: date, enabled: frozenset[str] | None
) -> tuple[PackRef, ...]:
    unknown = (enabled or frozenset()) - shelf.packs.keys()
    if unknown:
        raise UnknownPackError(why("pack_unknown", packs=sorted(unknown)))
    return tuple(
        pack.ref
        for pack in shelf.packs.values()
        if (pack.default_on if enabled is None else pack.code in enabled)
        and (pack.effective_to is None or on <= pack.effective_to)
        and holds(pack.applies_when, traits.told)
    )


@lru_cache(maxsize=4096)
def _rules_of(shelf: Shelf, refs: tuple[PackRef, ...]) -> tuple[ClockRule, ...]:
    return tuple(rule for ref in refs for rule in shelf.pack(ref).rules)
