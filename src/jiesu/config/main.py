"""``jiesu COMMAND``: one file in ``config/commands/`` is one command."""

import argparse
import ast
import importlib
import os
import pkgutil
import sys
from contextlib import nullcontext
from pathlib import Path
from types import ModuleType

import django
import psycopg
from django.db import OperationalError, ProgrammingError
from psycopg.errors import UndefinedColumn, UndefinedTable

from jiesu.config import commands
from jiesu.config.embedded import at_hand
from jiesu.kit.home import home

_INTERRUPTED = 130
_URL = "JIESU_DATABASE_URL"


def main(words: list[str] | None = None) -> int:
    """Run the command named by ``words`` and return the process's exit code."""
    words = sys.argv[1:] if words is None else words
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
    chosen = next((word for word in words if not word.startswith("-")), "")
    names = sorted(m.name for m in pkgutil.iter_modules(commands.__path__))
    parser = argparse.ArgumentParser(prog="jiesu", description="接诉 / Jiesu")
    subs = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in names:
        _offer(subs, name, load=name == chosen)
    args = parser.parse_args(words)
    return _carry_out(args)


def _loaded(name: str) -> ModuleType:
    """The command; where its home or its address of a database will not do, a sentence and 1."""
    try:
        return _load(name)
    except OSError as error:
        print(f"{_told(error)}，没有做任何改动。请检查 JIESU_HOME 及其权限。", file=sys.stderr)
    except psycopg.ProgrammingError as error:
        said = str(error).strip()
        print(
            f"JIESU_DATABASE_URL 无法理解({said})，没有做任何改动。"
            "请写成 postgresql://用户@主机/数据库。",
            file=sys.stderr,
        )
    sys.exit(1)


def _told(error: OSError) -> str:
    return f"无法使用 {error.filename}({error.strerror})" if error.filename else str(error)


def _database() -> str:
    """Which database was asked, without a password that may stand in its address."""
    return "JIESU_DATABASE_URL 所指数据库" if os.environ.get(_URL) else f"{home()} 中数据库"


def _carry_out(args: argparse.Namespace) -> int:
    """Run the command, with a database at hand if it needs one; say plainly why it could not."""
    try:
        with at_hand() if args.needs_database else nullcontext():
            return int(args.run(args) or 0)
    except OperationalError as error:
        print(
            f"数据库没有应答（{str(error).strip()}），没有做任何改动。"
            "请先运行 bin/run，或检查 JIESU_DATABASE_URL。",
            file=sys.stderr,
        )
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
            raise
        print(
            f"{_database()}的结构与本版本不符，没有做任何改动。请先运行 bin/jiesu migrate；"
            "要用另一套安装，请把 JIESU_HOME 设为它的目录。",
            file=sys.stderr,
        )
    except BrokenPipeError:  # whoever read our words has had enough of them
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        print(f"{_told(error)}，命令中止。已完成的部分保留，改正后可重新运行。", file=sys.stderr)
    except RuntimeError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        return _INTERRUPTED
    return 1


def _offer(
    subs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, *, load: bool
) -> None:
    """Give the command its parser; only the chosen one is imported, so help stays fast."""
    if not load:
        subs.add_parser(name, help=_purpose(name))
        return
    module = _loaded(name)
    sub = subs.add_parser(name, description=module.__doc__)
    module.arguments(sub)
    sub.set_defaults(run=module.run, needs_database=getattr(module, "NEEDS_DATABASE", False))


def _purpose(name: str) -> str:
    """The first line of the command's own words, read without importing it."""
    source = Path(*commands.__path__, f"{name}.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]


def _load(name: str) -> ModuleType:
    if name not in commands.WITHOUT_DJANGO:
        django.setup()
    return importlib.import_module(f"{commands.__name__}.{name}")


if __name__ == "__main__":
    sys.exit(main())
