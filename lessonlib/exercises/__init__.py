"""Exercises that name the mistake: check, hint, solution, progress, overview.

>>> from lessonlib.exercises import check
>>> check("2.3", "equal")  # doctest: +ELLIPSIS
✗ 2.3  not yet: ...
"""

from lessonlib.exercises.engine import check, hint, overview, progress, solution

__all__ = ["check", "hint", "overview", "progress", "solution"]
