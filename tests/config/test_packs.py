"""``jiesu packs`` as an operator uses it before putting a pack into service."""

import json
from importlib.resources import files
from pathlib import Path

import pytest

from jiesu.config.main import main
from jiesu.rules.policies.shelf import OURS

SEED_D = (OURS / "seed-d.toml").read_text()


def own_pack(folder: Path, name: str, text: str) -> str:
    (folder / "packs").mkdir(exist_ok=True)
    (folder / "packs" / name).write_text(text)
    return str(folder)


def test_every_pack_that_ships_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "check", "--json"]) == 0
    reports = json.loads(capsys.readouterr().out)
    assert {report["code"] for report in reports} >= {"SEED-D", "CN-NATIONAL", "12315-2026"}
    assert all(report["faults"] == [] and report["examples"] for report in reports)


def test_a_wrong_example_of_the_operators_pack_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = own_pack(tmp_path, "seed-d.toml", SEED_D.replace('"24h"', '"12h"'))
    assert main(["packs", "check", "--dir", folder, "--json"]) == 1
    (report,) = (r for r in json.loads(capsys.readouterr().out) if r["faults"])
    assert report["file"] == "seed-d.toml"
    assert "ACCEPT 应为 2026-09-19 17:30" in report["faults"][0]


def test_a_pack_that_cannot_be_read_does_not_hide_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = own_pack(tmp_path, "broken.toml", "code = ")
    assert main(["packs", "check", "--dir", folder]) == 1
    table = capsys.readouterr().out
    assert "broken.toml" in table
    assert "通过" in table


@pytest.mark.parametrize("value", ["[" * 100_000 + "]" * 100_000, "{a=" * 9999 + "1" + "}" * 9999])
@pytest.mark.parametrize("name", ["packs/deep.toml", "escalation.toml"])
def test_a_file_nested_without_end_is_told_by_its_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, value: str
) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / name).write_text(f"code = {value}")
    told = faults_of(tmp_path, capsys)[Path(name).name]
    assert "嵌套过深" in "".join(told)
    assert main(["packs", "check", "--dir", str(tmp_path)]) == 1


def test_a_code_in_two_files_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = own_pack(tmp_path, "mine.toml", SEED_D)
    assert main(["packs", "check", "--dir", folder, "--json"]) == 1
    assert "出现在两个文件里" in capsys.readouterr().out
    assert main(["packs", "list", "--dir", folder]) == 1
    assert "出现在两个文件里" in capsys.readouterr().err


def test_the_list_says_layer_status_and_clocks(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "list", "--json"]) == 0
    (henan,) = (r for r in json.loads(capsys.readouterr().out) if r["code"] == "CN-HENAN")
    assert (henan["layer"], henan["verification"], henan["default_on"]) == (
        "LOCAL",
        "VERIFIED",
        False,
    )
    assert main(["packs", "list"]) == 0
    assert "CN-HENAN" in capsys.readouterr().out


def test_a_missing_folder_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["packs", "check", "--dir", "/nowhere"]) == 2
    assert "没有文件夹" in capsys.readouterr().err


LADDER = (files("jiesu.rules.escalation") / "escalation.toml").read_text("utf-8")


def faults_of(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    """What ``packs check`` finds wrong, by file."""
    main(["packs", "check", "--dir", str(folder), "--json"])
    reports = json.loads(capsys.readouterr().out)
    return {report["file"]: report["faults"] for report in reports}


def test_the_operators_own_ladder_is_checked_with_its_examples(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "escalation.toml").write_text(LADDER, "utf-8")
    assert main(["packs", "check", "--dir", str(tmp_path), "--json"]) == 0
    (report,) = (
        one for one in json.loads(capsys.readouterr().out) if one["file"] == "escalation.toml"
    )
    assert report["rules"] == LADDER.count("[[rule]]")
    assert report["examples"] == LADDER.count("[[example]]")


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ("at_least = 80", "at_least = 90", "例"),
        ('safety = ["N-07"]', 'saftey = ["N-07"]', "saftey"),
        ('level = "L1"\nbecause', 'level = "L9"\nbecause', "L9"),
        ('scope = "crew"', 'scope = "village"', "village"),
        ('role = "R13"', 'role = "R99"', "R99"),
        ("acknowledge_minutes = 15", "acknowledge_minutes = 0", "L1"),
        ('clause = "§11.5"', 'clause = "§11.5', "line 3"),
        ('kind = "repeat"', 'kind = "repaet"', "repeat"),
    ],
)
def test_what_is_wrong_with_a_ladder_is_told_before_it_is_in_force(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], was: str, becomes: str, told: str
) -> None:
    assert was in LADDER
    (tmp_path / "escalation.toml").write_text(LADDER.replace(was, becomes), "utf-8")
    faults = faults_of(tmp_path, capsys)["escalation.toml"]
    assert told in "".join(faults)
    assert main(["packs", "check", "--dir", str(tmp_path)]) == 1


@pytest.mark.parametrize("name", ["priority.toml", "repeats.toml", "outages.toml", "routing.toml"])
def test_the_operators_other_books_are_read_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / name).write_text("clause = 7", "utf-8")
    assert faults_of(tmp_path, capsys)[name]


def test_a_line_of_the_operators_categories_that_does_not_fit_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "categories.tsv").write_text("nonsense\n", "utf-8")
    assert faults_of(tmp_path, capsys)["categories.tsv"]
