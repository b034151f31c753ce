"""What a lesson finds where it runs: said in words, with how to get what is missing."""

from __future__ import annotations

import platform
import sys
from importlib import metadata

# package: (oldest version that works, what it is for)
NEEDED = {
    "Python": ((3, 10), "everything"),
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
    for package, (floor, purpose) in NEEDED.items():
        wanted = ".".join(map(str, floor)) + " or newer"
        found = _installed(package)
        if found and found >= floor:
            print(f"{package:<10} ok, {wanted} ({purpose})")
            continue
        upgrade = "--upgrade " if found else ""
        remedy = f"run  %pip install {upgrade}{package}  in a cell, then restart the kernel"
        if package == "Python":
            remedy = "see https://www.python.org/downloads/"
        version = ".".join(map(str, found or ()))
        state = (
            f"too old ({purpose}): {version}, {wanted} needed" if found else f"missing ({purpose})"
        )
        print(f"{package:<10} {state}. To get it: {remedy}.")


def in_notebook() -> bool:
    """Tell whether a notebook shows what is displayed.

    >>> in_notebook()
    False
    """
    return "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None


def _installed(package: str) -> tuple[int, ...] | None:
    try:
        version = platform.python_version() if package == "Python" else metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
    return tuple(int(part) for part in version.split(".")[:2])
