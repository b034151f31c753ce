"""check_environment says in words what is missing, and how to get it."""

import re
from importlib import metadata

import pytest

from lessonlib import environment
from lessonlib.environment import check_environment


def test_all_is_well_here(capsys):
    check_environment()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["Python", "ok,"],
        ["numpy", "ok,"],
        ["matplotlib", "ok,"],
        ["ipywidgets", "ok,"],
    ]


@pytest.mark.parametrize(
    ("version", "sentence"),
    [
        (
            None,
            "numpy      missing (the arithmetic). "
            "To get it: run  %pip install numpy  in a cell, then restart the kernel.",
        ),
        (
            "1.9.3",
            "numpy      too old (the arithmetic): 1.9, 1.26 or newer needed. "
            "To get it: run  %pip install --upgrade numpy  in a cell, then restart the kernel.",
        ),
    ],
)
def test_what_is_missing_or_too_old_is_said_with_its_remedy(capsys, monkeypatch, version, sentence):
    def installed(package):
        if version is None:
            raise metadata.PackageNotFoundError(package)
        return version

    monkeypatch.setattr(environment, "NEEDED", {"numpy": environment.NEEDED["numpy"]})
    monkeypatch.setattr(metadata, "version", installed)
    check_environment()
    assert capsys.readouterr().out.splitlines()[1] == sentence


def test_an_old_python_is_said_too(capsys, monkeypatch):
    monkeypatch.setattr(environment.sys, "version_info", (3, 9, 1))
    check_environment()
    assert capsys.readouterr().out.splitlines()[0] == (
        "Python     too old (everything): 3.9, 3.10 or newer needed. "
        "To get it: see https://www.python.org/downloads/."
    )


def test_the_floors_are_those_of_the_package():
    floors = dict(re.findall(r"^(\w+)>=([\d.]+)$", "\n".join(metadata.requires("lessonlib")), re.M))
    for package, (floor, _) in environment.NEEDED.items():
        if package in floors:
            assert ".".join(map(str, floor)) == floors[package]
    assert metadata.metadata("lessonlib")["Requires-Python"] == ">=3.10"
