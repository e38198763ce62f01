"""``jiesu import messages``: every letter once, bad rows told, the rest goes in."""

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection

from cast import Cast
from jiesu.cases.intake.desk import forget_desk
from jiesu.cases.models import Case, Entry, PromiseRow
from jiesu.cases.rebuild import differences
from jiesu.cases.verify import verify
from jiesu.channels.message_board import LONGEST_CELL
from jiesu.config.main import main

HEADING = ["message_id", "author", "subject", "posted_at", "body", "likes"]
GOOD = [
    ["1", "A1", "网速太慢", "2019/2/28 11:25:05", "小区宽带晚上网速很慢,看视频总是卡顿。", "0"],
    ["2", "A2", "乱收费", "2017-06-08 17:31:20", "账单多扣十元增值业务费,\n从未订购,请退费。", "3"],
    ["3", "A1", "路灯不亮", "2020/1/2 8:00", "这条街的路灯坏了半个月,请有关部门维修。", "1"],
]  # fmt: skip
Wrote = Callable[..., Path]
Told = dict[str, int]


@pytest.fixture
def wrote(tmp_path: Path) -> Wrote:
    def write(rows: list[list[str]], encoding: str = "utf-8", name: str = "letters.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([HEADING, *rows])
        return path

    return write


@pytest.fixture
def imported(capsys: pytest.CaptureFixture[str], cast: Cast) -> Callable[..., Told]:
    def run(path: Path, *words: str, code: int = 0) -> Told:
        region = cast.city.region
        words = ("import", "messages", str(path), "--region", region, "--json", *words)
        assert main(list(words)) == code
        told: Told = json.loads(capsys.readouterr().out)
        return told

    return run


Imported = Callable[..., Told]


def test_letters_become_complaints_with_category_owner_and_clocks(
    wrote: Wrote, imported: Imported
) -> None:
    told = imported(wrote(GOOD))
    assert told == {"read": 3, "created": 3, "skipped": 0, "failed": 0}
    for case in Case.objects.all():
        assert (case.state, case.channel) == ("REGISTERED", "social")
        assert case.category
        assert case.priority
        assert case.owner_id
        assert PromiseRow.objects.filter(case=case).exists()
        assert verify(case) is None
        assert differences(case) == []


def test_an_old_letter_is_received_now_and_breaks_no_promise(
    wrote: Wrote, imported: Imported
) -> None:
    imported(wrote(GOOD[:1]))
    case = Case.objects.get()
    now = datetime.now(UTC)
    assert now - case.received_at < timedelta(minutes=1)
    assert case.next_due_at
    assert case.next_due_at > now
    facts = Entry.objects.get(case=case, verb="receive").facts
    posted = datetime.fromisoformat(facts["occurred_at"])
    assert posted == datetime(2019, 2, 28, 3, 25, 5, tzinfo=UTC)


def test_running_it_again_makes_nothing_twice(wrote: Wrote, imported: Imported) -> None:
    path = wrote([*GOOD, GOOD[0]])
    assert imported(path) == {"read": 4, "created": 3, "skipped": 1, "failed": 0}
    assert imported(path) == {"read": 4, "created": 0, "skipped": 4, "failed": 0}
    assert imported(path, "--source", "other")["created"] == 3
    assert Case.objects.count() == 6


def test_a_letter_that_stands_in_two_batches_is_taken_once(
    wrote: Wrote, imported: Imported
) -> None:
    told = imported(wrote([*GOOD, GOOD[0]]), "--batch", "1")
    assert told == {"read": 4, "created": 3, "skipped": 1, "failed": 0}


def test_a_bad_row_is_told_with_its_line_and_the_rest_goes_in(
    wrote: Wrote, cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    path = wrote(
        [
            GOOD[1],  # lines 2 and 3
            ["", "A3", "", "", "没有编号的来信,应当说明是哪一行。", "0"],
            ["5", "A3", "", "上周二", "时间写得不对的来信,应当说明是哪一行。", "0"],
            ["6", "A3", "", "", " ", "0"],
            ["7", "A3"],
            ["8", "A3", "", "", "长" * 200_001, "0"],
            GOOD[2],
        ]
    )
    assert main(["import", "messages", str(path), "--region", cast.city.region]) == 1
    printed = capsys.readouterr()
    lines = [line.partition("：")[0] for line in printed.err.splitlines()]
    assert lines == [f"第 {line} 行未导入" for line in (4, 5, 6, 7, 8)]
    assert "上周二" in printed.err
    assert "body:不能为空" in printed.err
    last = json.loads(printed.out.splitlines()[-1])
    assert last == {"read": 7, "created": 2, "skipped": 0, "failed": 5}
    assert Case.objects.count() == 2


def test_a_region_that_does_not_exist_is_refused_before_a_row_is_read(
    wrote: Wrote, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(wrote(GOOD))
    with pytest.raises(SystemExit) as ended:
        main(["import", "messages", path, "--region", "999999"])
    assert ended.value.code == 2
    assert "没有地区代码 999999，未导入" in capsys.readouterr().err


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_encoding_is_found_out(wrote: Wrote, imported: Imported, encoding: str) -> None:
    assert imported(wrote(GOOD, encoding))["created"] == 3
    assert Case.objects.filter(description__contains="网速很慢").count() == 1


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(
    "encoding", ["idna", "punycode", "undefined", "base64", "rot13", "utf-16", "nonsense"]
)
def test_what_no_file_can_be_read_by_is_told_in_a_sentence(
    wrote: Wrote, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    assert main(["import", "messages", str(wrote(GOOD)), "--encoding", encoding]) == 2
    told = capsys.readouterr().err
    assert f"“{encoding}”" in told
    assert "没有导入任何来信" in told
    assert not Case.objects.exists()


def test_an_encoding_with_its_mark_is_read(wrote: Wrote, imported: Imported) -> None:
    assert imported(wrote(GOOD, "utf-16"), "--encoding", "utf-16")["created"] == 3


def test_characters_no_pen_writes_are_dropped(wrote: Wrote, imported: Imported) -> None:
    odd = ["9", "A\x009", "主\x00题", "", "断网\x00三天了😡,一直没有人来修理。\x07", "0"]
    assert imported(wrote([odd]))["created"] == 1
    assert Case.objects.get().description == "断网三天了😡,一直没有人来修理。"


def test_a_huge_cell_loses_only_its_own_row(wrote: Wrote, imported: Imported) -> None:
    huge = ["4", "A4", "", "", "长" * (LONGEST_CELL + 1), "0"]
    told = imported(wrote([GOOD[0], huge, GOOD[2]]), code=1)
    assert told == {"read": 3, "created": 2, "skipped": 0, "failed": 1}


def test_a_file_without_the_needed_columns_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cast: Cast
) -> None:
    assert cast
    path = tmp_path / "other.csv"
    path.write_text("id,text\n1,你好\n", "utf-8")
    assert main(["import", "messages", str(path)]) == 2
    assert "body、message_id" in capsys.readouterr().err
    assert main(["import", "messages", str(tmp_path / "none.csv")]) == 2


def test_a_folder_a_missing_file_and_a_doubled_column_are_told_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], cast: Cast
) -> None:
    assert cast
    doubled = tmp_path / "doubled.csv"
    doubled.write_text("message_id,body,body\n1,你好,再见\n", "utf-8")
    for path in (tmp_path, tmp_path / "none.csv", doubled):
        assert main(["import", "messages", str(path)]) == 2
        said = capsys.readouterr().err
        assert "Errno" not in said
        assert said.strip().endswith("。")
    assert not Case.objects.exists()


def test_a_quote_that_never_ends_is_a_bad_row_and_no_letter(
    wrote: Wrote, imported: Imported
) -> None:
    path = wrote(GOOD[:1])
    with path.open("a", encoding="utf-8") as file:
        file.write('8,A8,,,"引号没有收尾的来信,后面的行都落在其中\n9,A9,,,又一封来信,0\n')
    assert imported(path, code=1) == {"read": 2, "created": 1, "skipped": 0, "failed": 1}


def test_without_a_wish_letters_wait_to_be_completed(wrote: Wrote, imported: Imported) -> None:
    imported(wrote(GOOD), "--desired", "")
    assert set(Case.objects.values_list("state", flat=True)) == {"RECEIVED"}


@pytest.mark.django_db(transaction=True)
def test_several_processes_and_a_killed_run_come_to_the_same(wrote: Wrote, cast: Cast) -> None:
    rows = [
        [str(n), f"A{n % 7}", "", "", f"宽带第{n}次断线,请尽快派人上门维修。", "0"]
        for n in range(600)
    ]
    path = wrote(rows)
    words = [sys.executable, "-m", "jiesu.config.main", "import", "messages", str(path), "--json"]
    words += ["--batch", "10", "--region", cast.city.region]
    env = {**os.environ, "JIESU_DATABASE_URL": _address()}
    killed = subprocess.Popen(words, env=env, stdout=subprocess.PIPE, start_new_session=True)
    while not Case.objects.exists():
        assert killed.poll() is None
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    before = Case.objects.count()
    again = subprocess.run(
        [*words, "--processes", "2"], env=env, stdout=subprocess.PIPE, check=True
    )
    told = json.loads(again.stdout)
    assert told["read"] == 600
    assert told["failed"] == 0
    assert told["created"] + told["skipped"] == 600
    assert before <= told["skipped"] < 600
    assert Case.objects.count() == 600
    assert all(verify(case) is None for case in Case.objects.all()[:50])


def _address() -> str:
    told = connection.get_connection_params()
    names = {"dbname": "dbname", "user": "user", "host": "host", "port": "port"}
    return " ".join(f"{name}={told[key]}" for name, key in names.items() if told.get(key))


@pytest.mark.django_db
def test_before_there_is_a_unit_nothing_is_imported_and_one_sentence_says_so(
    wrote: Wrote, capsys: pytest.CaptureFixture[str]
) -> None:
    forget_desk()
    assert main(["import", "messages", str(wrote(GOOD)), "--json"]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert "还没有任何组织" in told.err
    assert not Case.objects.exists()
