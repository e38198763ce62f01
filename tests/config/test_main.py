"""A command that cannot do its work says so in a sentence, not in a traceback."""

import os
import subprocess
import sys
from pathlib import Path


def _jiesu(home: Path, url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "JIESU_HOME": str(home), "JIESU_DATABASE_URL": url}
    line = [sys.executable, "-m", "jiesu.config.main", *words]
    return subprocess.run(line, env=environ, capture_output=True, text=True, check=False)


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path) -> None:
    done = _jiesu(tmp_path, "postgresql://u:hidden@127.0.0.1:1/x", "migrate")
    assert done.returncode == 1
    assert "数据库没有应答" in done.stderr
    assert "JIESU_DATABASE_URL" in done.stderr
    assert "hidden" not in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_without_tables_is_told_how_to_get_them(tmp_path: Path) -> None:
    done = _jiesu(tmp_path, os.environ["JIESU_DATABASE_URL"], "token", "--user", "nobody")
    assert done.returncode == 1
    assert "JIESU_DATABASE_URL 所指数据库的结构与本版本不符" in done.stderr
    assert "请先运行 bin/jiesu migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_import_by_several_processes_is_told_it_in_the_same_words(tmp_path: Path) -> None:
    letters = tmp_path / "letters.csv"
    letters.write_text("message_id,body\n1,宽带断线三天了。\n", encoding="utf-8")
    words = ("import", "messages", str(letters), "--processes", "2")
    done = _jiesu(tmp_path, os.environ["JIESU_DATABASE_URL"], *words)
    assert done.returncode == 1
    assert "请先运行 bin/jiesu migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_home_that_cannot_be_one_is_said_so(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    done = _jiesu(file, "", "verify")
    assert done.returncode == 1
    assert "JIESU_HOME" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_of_a_database_that_is_none_is_said_so(tmp_path: Path) -> None:
    done = _jiesu(tmp_path, "nonsense", "verify")
    assert done.returncode == 1
    assert "JIESU_DATABASE_URL" in done.stderr
    assert "Traceback" not in done.stderr


def test_who_stops_listening_gets_no_traceback(tmp_path: Path) -> None:
    environ = {**os.environ, "JIESU_HOME": str(tmp_path)}
    line = [sys.executable, "-m", "jiesu.config.main", "deadline", "--stdin"]
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        line, env=environ, input=b"2026-09-18 5wd\n", stdout=writer, stderr=-1, check=False
    )
    os.close(writer)
    assert done.stderr == b""
