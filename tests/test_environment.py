"""check_environment says in words what is missing, and how to get it."""

import platform
import re
from importlib import metadata

import pytest

from lessonlib import environment
from lessonlib.environment import check_environment


@pytest.mark.parametrize(
    ("version", "number", "sentence"),
    [
        (
            None,
            1,
            "numpy      missing (the arithmetic). "
            "To get it: run  %pip install numpy  in a cell, then restart the kernel.",
        ),
        (
            "1.9.3",
            1,
            "numpy      too old (the arithmetic): 1.9, 1.26 or newer needed. "
            "To get it: run  %pip install --upgrade numpy  in a cell, then restart the kernel.",
        ),
        (
            "3.9.1",
            0,
            "Python     too old (everything): 3.9, 3.10 or newer needed. "
            "To get it: see https://www.python.org/downloads/.",
        ),
    ],
)
def test_what_is_missing_or_old_has_its_remedy(version, number, sentence, capsys, monkeypatch):
    def installed(package="Python"):
        if version is None:
            raise metadata.PackageNotFoundError(package)
        return version

    monkeypatch.setattr(platform, "python_version", lambda: version or "3.12.1")
    monkeypatch.setattr(metadata, "version", installed)
    check_environment()
    assert capsys.readouterr().out.splitlines()[number] == sentence


def test_the_floors_are_those_of_the_package():
    floors = dict(re.findall(r"^(\w+)>=([\d.]+)$", "\n".join(metadata.requires("lessonlib")), re.M))
    floors["Python"] = metadata.metadata("lessonlib")["Requires-Python"].removeprefix(">=")
    needed = {name: ".".join(map(str, floor)) for name, (floor, _) in environment.NEEDED.items()}
    assert floors.items() <= needed.items()
