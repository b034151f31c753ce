"""What a lesson finds where it runs: said in words, with how to get what is missing."""

from __future__ import annotations

import sys
from importlib import metadata

PYTHON_FLOOR = (3, 10)
# package: (oldest version that works, what it is for)
NEEDED = {
    "numpy": ((1, 26), "the arithmetic"),
    "matplotlib": ((3, 8), "the figures"),
    "ipywidgets": ((7, 7), "the sliders"),
}


def check_environment() -> None:
    """Print a line for Python and for each package that the lessons use.

    A line says ``ok``, or what is missing or too old and how to get it.

    >>> check_environment()  # doctest: +ELLIPSIS
    Python     ok...
    """
    python = tuple(sys.version_info[:2])
    remedy = "see https://www.python.org/downloads/"
    print(_line("Python", python, PYTHON_FLOOR, "everything", remedy))
    for package, (floor, purpose) in NEEDED.items():
        found = _installed(package)
        upgrade = "--upgrade " if found else ""
        remedy = f"run  %pip install {upgrade}{package}  in a cell, then restart the kernel"
        print(_line(package, found, floor, purpose, remedy))


def in_notebook() -> bool:
    """Tell whether a notebook shows what is displayed.

    >>> in_notebook()
    False
    """
    return "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None


def _installed(package: str) -> tuple[int, ...] | None:
    try:
        version = metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
    return tuple(int(part) for part in version.split(".")[:2])


def _line(name: str, found: tuple | None, floor: tuple, purpose: str, remedy: str) -> str:
    wanted = ".".join(map(str, floor)) + " or newer"
    if found is None:
        return f"{name:<10} missing ({purpose}). To get it: {remedy}."
    if found < floor:
        version = ".".join(map(str, found))
        return f"{name:<10} too old ({purpose}): {version}, {wanted} needed. To get it: {remedy}."
    return f"{name:<10} ok, {wanted} ({purpose})"
