"""Write the reference pages (docs/reference/) from the code, so that they say what it does."""

import argparse
import importlib
import pkgutil
from pathlib import Path

import msgspec

from jiesu.api import reference
from jiesu.config import commands, lifecycle

_WRITTEN = "<!-- Written by `jiesu docs`; change the source, not this page. -->\n"


class Variable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A variable of the environment: its name, what holds without it, what it does."""

    name: str
    default: str
    meaning: str


class _Variables(msgspec.Struct, forbid_unknown_fields=True):
    variable: list[Variable]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take where to write them."""
    parser.add_argument(
        "--to", type=Path, default=Path("docs/reference"), help="folder to write into"
    )


def run(args: argparse.Namespace) -> None:
    """Write every page anew and name it."""
    args.to.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (args.to / name).write_text(text, encoding="utf-8")
        print(args.to / name)


def pages() -> dict[str, str]:
    """File name and text of every page under docs/reference/."""
    return {
        "settings.md": _settings(),
        "commands.md": _commands(),
        "api.md": _marked(reference.page()),
        **{name: _marked(text) for name, text in lifecycle.pages().items()},
    }


def _marked(text: str) -> str:
    return text.replace("\n", f"\n{_WRITTEN}", 1)


def variables() -> list[Variable]:
    """Every variable that is read, in the order in which a newcomer meets them."""
    told = Path(__file__).parent.with_name("variables.toml").read_bytes()
    return msgspec.toml.decode(told, type=_Variables).variable


def _settings() -> str:
    rows = [f"| `{each.name}` | {each.default} | {each.meaning} |" for each in variables()]
    head = "Read from the environment. `NAME_FILE` names a file that holds the value of `NAME`.\n"
    table = ["| variable | without it | what it does |", "|---|---|---|", *rows]
    return "\n".join(["# Settings", _WRITTEN, head, *table, ""])


def _commands() -> str:
    names = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    head = "`bin/jiesu COMMAND`; each explains itself with `--help`.\n"
    return "\n".join(["# Commands", _WRITTEN, head, *map(_command, names)])


def _command(name: str) -> str:
    module = importlib.import_module(f"{commands.__name__}.{name}")
    parser = argparse.ArgumentParser(add_help=False)
    module.arguments(parser)
    rows = [_row(action) for action in parser._actions]  # noqa: SLF001 - argparse tells no other way
    told = "\n".join(["| word | |", "|---|---|", *rows, ""]) if rows else ""
    return f"## {name}\n{module.__doc__}\n\n{told}"


def _row(action: argparse.Action) -> str:
    words = ", ".join(f"`{word}`" for word in action.option_strings) or f"`{action.dest}`"
    choices = f" ({' · '.join(map(str, action.choices))})" if action.choices else ""
    default = action.default
    told = f" Default {default}." if default not in {None, False, argparse.SUPPRESS} else ""
    return f"| {words} | {(action.help or '').rstrip('.')}{choices}.{told} |"
