"""Reads a pack file and says exactly what is wrong with it, in Chinese."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256

import msgspec

from jiesu.rules.policies.bounds import check_bounds
from jiesu.rules.policies.catalogue import catalogue
from jiesu.rules.policies.file import PackText, RuleText, TriggerText
from jiesu.rules.policies.matching import Match, Wanted, read_match
from jiesu.rules.policies.pack import (
    ClockRule,
    Example,
    Layer,
    Pack,
    Param,
    Quiet,
    Trigger,
)
from jiesu.rules.policies.told import WORDS, unknown_words
from jiesu.rules.policies.traits import FIELDS, Traits, after
from jiesu.rules.policies.verbs import VERBS
from jiesu.rules.workdays.amounts import Amount, parse_amount
from jiesu.rules.workdays.due import Roll, ServiceHours
from jiesu.rules.workdays.shanghai import DAY_END, end_of

VERIFICATIONS = frozenset({"VERIFIED", "V2", "UNVERIFIED", "seed", "config"})
PAUSE_REASONS = frozenset(
    {"WAIT_USER_INFO", "WAIT_USER_TIME", "FORCE_MAJEURE", "WAIT_AUTHORITY", "EXTERNAL_TEST"}
)
REQUIREMENTS = frozenset({"PROGRESS_NOTE", "USER_EXPLANATION", "REGULATOR_FILING"})
STATUTORY = frozenset({Layer.LAW, Layer.LOCAL, Layer.EXTERNAL})
BREACH_LEVEL = 100


class PackError(ValueError):
    """A pack that cannot be used: which file, which rule, what is wrong, what to do."""


def read_pack(name: str, text: bytes, *, kept: bool = False) -> Pack:
    """Compile the file called ``name``; a text ``kept`` with cases is read as it was taken then.

    Raises:
        PackError: naming the file, the rule and the fault.
    """
    try:
        told = msgspec.toml.decode(text, type=PackText)
        _check(told)
        if not kept:
            check_bounds(told)
            _check_told(told)
        return _pack(told, text, _digest(told))
    except msgspec.ValidationError as fault:
        raise PackError(f"策略包 {name}：{_in_chinese(str(fault))}") from None
    except msgspec.DecodeError as fault:
        raise PackError(f"策略包 {name}：不是合法的 TOML（{fault}）。") from None
    except RecursionError:
        raise PackError(f"策略包 {name}：括号嵌套过深，读不下去。") from None
    except ValueError as fault:
        raise PackError(f"策略包 {name}：{fault}") from None


def _check(told: PackText) -> None:
    if told.layer not in set(map(str, Layer)):
        raise ValueError(f"layer“{told.layer}”不存在；可用：{'、'.join(Layer)}。")
    if told.verification not in VERIFICATIONS:
        raise ValueError(f"verification“{told.verification}”不存在。")
    if told.verification == "UNVERIFIED" and told.default_on:
        raise ValueError("未核实（UNVERIFIED）的包不得默认启用（default_on）。")
    if told.effective_to is not None and told.effective_to < told.effective_from:
        raise ValueError("effective_to 早于 effective_from。")
    if not told.example:
        raise ValueError("缺少 [[example]]：每个包至少写一个算好的例子。")
    names = Counter(rule.name or rule.clock for rule in told.rule)
    if twice := [name for name, count in names.items() if count > 1]:
        raise ValueError(f"规则 {twice[0]} 出现多次；请用 name 区分。")


def _check_told(told: PackText) -> None:
    """Whoever is to be told of a breach can be found: a word that does nothing is a slip."""
    for rule in told.rule:
        if unknown := unknown_words(rule.on_breach):
            known = "、".join(WORDS)
            raise ValueError(
                f"规则 {rule.name or rule.clock}：on_breach 里的 {'、'.join(unknown)} 不认识；"
                f"超时后通知谁，请从 {known} 中选择。"
            )


def _pack(told: PackText, text: bytes, digest: str) -> Pack:
    return Pack(
        code=told.code,
        title_zh=told.title_zh,
        title_en=told.title_en,
        layer=Layer(told.layer),
        seed=told.seed,
        jurisdiction=told.jurisdiction,
        source_ref=told.source_ref,
        verification=told.verification,
        effective_from=told.effective_from,
        effective_to=told.effective_to,
        default_on=told.default_on,
        applies_when=_traits_match(told.applies_when),
        rules=tuple(_rule(told, rule) for rule in told.rule),
        params=tuple(Param(p.name, p.value, p.clause, p.title_zh) for p in told.param),
        examples=tuple(
            Example(e.says, tuple(e.facts), e.due, after(Traits(), "receive", _known(e.traits)))
            for e in told.example
        ),
        text=text,
        digest=digest,
    )


def _digest(told: PackText) -> str:
    """Hash of what the file rules: a word that is left at its default does not count."""
    ruling = msgspec.structs.replace(told, example=[])
    return sha256(msgspec.json.encode(ruling, order="sorted")).hexdigest()


def _rule(pack: PackText, rule: RuleText) -> ClockRule:
    name = rule.name or rule.clock
    if flaws := "；".join(_flaws(pack, rule)):
        raise ValueError(f"规则 {name}：{flaws}。")
    try:
        return _compiled(pack, rule, name)
    except ValueError as fault:
        raise ValueError(f"规则 {name}：{fault}") from None


def _flaws(pack: PackText, rule: RuleText) -> Iterator[str]:
    """What a rule may not say, each as a Chinese clause."""
    if rule.clock not in catalogue():
        yield f"时钟 {rule.clock} 不在目录 catalogue.toml 中"
    if not rule.amount and not rule.printed:
        yield "amount 与 printed 至少写一个"
    if rule.amount and rule.printed:
        yield "printed 的备用期限请写 fallback，不写 amount"
    if bool(rule.cutoff) != bool(rule.after_cutoff):
        yield "cutoff 与 after_cutoff 必须成对"
    if list(rule.warn_at) != sorted(set(rule.warn_at)) or BREACH_LEVEL not in rule.warn_at:
        yield "warn_at 须递增且包含 100"
    yield from _loose_ends(pack, rule)


def _loose_ends(pack: PackText, rule: RuleText) -> Iterator[str]:
    """§6.2: nothing moves a statutory clock unless that rule itself allows it, by its clause."""
    statutory = pack.layer in STATUTORY
    if unknown := set(rule.pausable) - PAUSE_REASONS:
        yield f"暂停原因 {'、'.join(sorted(unknown))} 不存在"
    if rule.pausable and not rule.pause_cap:
        yield "可暂停的规则须写 pause_cap（C9）"
    if rule.pausable and "sh" in rule.amount:
        yield "按服务小时计的时钟不能暂停"
    if rule.pausable and statutory and not rule.pause_clause:
        yield f"{pack.layer} 层的规则要能暂停，须以 pause_clause 写明依据"
    if unknown := set(rule.ext_requires) - REQUIREMENTS:
        yield f"延期条件 {'、'.join(sorted(unknown))} 不存在"
    if rule.extendable and statutory and not rule.ext_clause:
        yield f"{pack.layer} 层的规则要能延期，须以 ext_clause 写明依据"


def _compiled(pack: PackText, rule: RuleText, name: str) -> ClockRule:
    clock = catalogue()[rule.clock]
    return ClockRule(
        pack=pack.code,
        layer=Layer(pack.layer),
        clock=rule.clock,
        name=name,
        title_zh=rule.title_zh or clock.zh,
        title_en=rule.title_en or clock.en,
        clause=rule.clause,
        start=_triggers(rule.start),
        stop=_triggers(rule.stop),
        revive=_triggers(rule.revive),
        renew=_triggers(rule.renew),
        amount=_amount(rule.amount or rule.fallback),
        printed=rule.printed,
        start_from=tuple(rule.start_from),
        cutoff=_clock_time(rule.cutoff) if rule.cutoff else None,
        after_cutoff=_amount(rule.after_cutoff),
        quiet=_quiet(rule),
        roll=Roll(rule.roll),
        day_end=_clock_time(rule.day_end),
        service=ServiceHours(*_hours(rule.service)),
        key=rule.key,
        once=rule.once,
        ends_with_case=not clock.outlives_case,
        pausable=frozenset(rule.pausable),
        pause_needs=tuple(rule.pause_needs),
        pause_cap=_amount(rule.pause_cap),
        extendable=rule.extendable,
        max_extensions=rule.max_extensions,
        ext_amount=_amount(rule.ext_amount),
        ext_requires=tuple(rule.ext_requires),
        warn_at=rule.warn_at,
        on_breach=tuple(rule.on_breach),
        applies_when=_traits_match({**pack.applies_when, **rule.applies_when}),
        in_force_from=_day_start(pack.effective_from),
        in_force_to=end_of(pack.effective_to) if pack.effective_to else None,
    )


def _triggers(told: list[str | TriggerText]) -> tuple[Trigger, ...]:
    triggers = [TriggerText(one) if isinstance(one, str) else one for one in told]
    for trigger in triggers:
        if trigger.verb not in VERBS:
            raise ValueError(f"动词 {trigger.verb} 不存在。")
    return tuple(Trigger(trigger.verb, read_match(trigger.when)) for trigger in triggers)


def _traits_match(table: dict[str, Wanted]) -> Match:
    return read_match(_known(table))


def _known(table: dict[str, Wanted]) -> dict[str, Wanted]:
    if unknown := table.keys() - FIELDS:
        known = "、".join(sorted(FIELDS))
        raise ValueError(f"条件字段 {'、'.join(sorted(unknown))} 不存在；可用：{known}。")
    return table


def _amount(text: str) -> Amount | None:
    return parse_amount(text) if text else None


def _quiet(rule: RuleText) -> Quiet | None:
    if not rule.quiet:
        return None
    return Quiet(*_hours(rule.quiet), read_match(_known(rule.quiet_unless)))


def _hours(text: str) -> tuple[time, time]:
    since, dash, until = text.partition("-")
    if not dash:
        raise ValueError(f"看不懂时段“{text}”，请写成 08:00-21:00。")
    return _clock_time(since), _clock_time(until)


def _clock_time(text: str) -> time:
    if text == "24:00":
        return DAY_END
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ValueError(f"看不懂钟点“{text}”，请写成 16:00。") from None


def _day_start(on: date) -> datetime:
    return end_of(on - timedelta(days=1))


FAULTS = (
    (r"Object missing required field `(.+?)`", r"缺少必填项 \1"),
    (r"Object contains unknown field `(.+?)`", r"不认识的项 \1"),
    (r"Expected `(.+?)`, got `(.+?)`", r"类型应为 \1，现为 \2"),
)


def _in_chinese(fault: str) -> str:
    said, _, path = fault.partition(" - at `$")
    for pattern, words in FAULTS:
        said = re.sub(pattern, words, said)
    place = re.search(r"\.(rule|param|example)\[(\d+)\]", path)
    where = f"第 {int(place[2]) + 1} 个 [[{place[1]}]]：" if place else ""
    return f"{where}{said}。"
