"""Every command says what it is for."""

import pkgutil

import pytest

from jiesu.config import commands
from jiesu.config.main import main

NAMES = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))


@pytest.mark.parametrize("name", NAMES)
def test_a_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([name, "--help"])
    told = capsys.readouterr().out
    assert end.value.code == 0
    assert told.splitlines()[0].startswith("usage: jiesu")
    assert len(told.split("\n\n")[1].split()) > 3, "a docstring that says what it does"


def test_the_list_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    assert [name for name in NAMES if name not in told] == []
