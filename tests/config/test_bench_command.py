"""The bench command tells the benches what they can read, and their figures add up."""

import argparse
import re
import runpy
from typing import Any

import msgspec
import pytest
from django.db.models import AutoField

from house.source import TOP
from jiesu.cases.models import Case, PromiseRow
from jiesu.config.commands import bench


def told(*words: str) -> dict[str, object]:
    parser = argparse.ArgumentParser()
    bench.arguments(parser)
    return bench.told(parser.parse_args(words))


def module(name: str) -> dict[str, Any]:
    return runpy.run_path(str(TOP / "bench" / f"{name}.py"))


def plan(*words: str) -> Any:
    kind = module("plan")["Plan"]
    known = {name: value for name, value in told(*words).items() if name in kind.__struct_fields__}
    return msgspec.convert(known, kind)


def test_without_words_it_is_the_run_that_the_goals_are_about() -> None:
    full = plan()
    assert (full.cases, full.many, full.clocks, full.rate) == (100_000, 1_000_000, 1_000_000, 500)
    assert set(bench.BENCHES) == set(module("plan")["NAMES"])


def test_a_quick_run_is_smaller_in_everything_and_a_size_told_wins() -> None:
    quick, full = plan("--quick", "--rounds", "7"), plan()
    sizes = ("cases", "many", "seconds", "letters", "clocks", "rate", "falling")
    assert [name for name in sizes if getattr(quick, name) >= getattr(full, name)] == []
    assert quick.rounds == 7


def test_an_unknown_bench_is_refused_with_the_known_ones(
    capsys: pytest.CaptureFixture[str],
) -> None:
    parser = argparse.ArgumentParser()
    bench.arguments(parser)
    assert bench.run(parser.parse_args(["lunch"])) == 2
    assert "lunch" in (said := capsys.readouterr().err)
    assert "create" in said


def test_a_figure_is_the_middle_of_its_runs_beside_their_baselines() -> None:
    tell = module("figures")
    figure = tell["Figure"]
    base = [figure("b", 100.0, cpu_ms=1.0), figure("b", 50.0, cpu_ms=2.0)]
    mine = [figure("m", 40.0, cpu_ms=2.0, errors=1), figure("m", 30.0, cpu_ms=2.0)]
    middle = tell["median"]([tell["beside"](m, b) for m, b in zip(mine, base, strict=True)])
    assert (middle.per_second, middle.errors) == (35.0, 1)
    assert (middle.speed, middle.cpu) == (0.5, 0.75)
    assert tell["at_least"](middle, 0.4).reached is False, "an answer that failed is no answer"


def test_the_ground_of_clocks_fills_every_column_that_a_row_must_have() -> None:
    """It writes its million rows itself: a new column of a case must not end the run at its end."""
    laying = module("clockground")
    for statement, model in ((laying["_CASES"], Case), (laying["_PROMISES"], PromiseRow)):
        told = re.search(r"INSERT INTO \w+ \(([^)]*)\)", statement)
        assert told
        fields = [f for f in model._meta.concrete_fields if not f.null]  # noqa: SLF001 - Django's documented Model._meta
        wanted = {f.column for f in fields if not isinstance(f, AutoField)}
        assert wanted <= {name.strip() for name in told[1].split(",")}
