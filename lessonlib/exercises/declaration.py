"""What an exercise is: one short declaration, and what follows from it.

A declaration is data. An answer is read in ``comparison`` and judged in ``judging``; the words for
one that is no known mistake are in ``forms``, ``raised`` and ``feedback``. ``engine`` holds what a
lesson's cells call.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np


class Mistake(NamedTuple):
    """A wrong answer that learners are known to give, and the sentence that it earns.

    ``answer`` is a plain wrong value or, where the exercise asks for a function, a wrong
    function of the same arguments.
    """

    answer: Any
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Exercise:
    """One exercise. The notebook's cell, the kind of answer and the tests are derived from it.

    Parameters
    ----------
    id : str
        Lesson and number, like "1.2".
    code : str
        The reference solution, as it would stand in the learner's cell. Its last statement
        assigns the answer, or defines the function (with a docstring).
    why : str
        Why the solution works, in a sentence or two.
    deepen : str
        What a right answer earns: one sentence that goes a step further.
    mistakes : list of Mistake
        Wrong answers with a sentence each.
    hints : list of str
        From a nudge to nearly the answer.
    wanted : str
        What replaces the ``...``; it completes "replace the ... with". The choices follow it.
    probes : dict of str to tuple
        For a function: what is special about a case -> the arguments of that case.
    choices : tuple of str
        For a question with given answers: all of them, in the order in which they are offered.
    given : str
        For "find the bug": the faulty code that the learner starts from.
    relative : bool
        Whether results may be tiny: then their digits are compared, and 4e-18 is not 0.
    equivalents : list
        Other right answers; the tests check that they are called right.

    Examples
    --------
    >>> guess = Exercise(id="2.3", code='guess = "below"', choices=("equal", "below", "above"),
    ...     why="", deepen="", mistakes=[], hints=[])
    >>> print(guess.stub)
    guess = ...  # "equal", "below" or "above"
    check("2.3", guess)
    """

    id: str
    code: str
    why: str
    deepen: str
    mistakes: list[Mistake]
    hints: list[str]
    wanted: str = ""
    probes: dict[str, tuple] = field(default_factory=dict)
    choices: tuple[str, ...] = ()
    given: str = ""
    relative: bool = False
    equivalents: list[Any] = field(default_factory=list)

    @property
    def lesson(self) -> str:
        """The lesson's number, as it is written in the id."""
        return self.id.split(".")[0]

    @cached_property
    def _last(self) -> ast.FunctionDef | ast.Assign:
        return ast.parse(self.code.strip()).body[-1]

    @property
    def is_function(self) -> bool:
        """Whether the answer is a function."""
        return isinstance(self._last, ast.FunctionDef)

    @property
    def name(self) -> str:
        """The name of the answer in the learner's cell."""
        return self._last.name if self.is_function else self._last.targets[0].id

    @property
    def replacement(self) -> str:
        """What is to stand in the place of the ``...``."""
        if not self.choices:
            return self.wanted
        *first, last = (f'"{choice}"' for choice in self.choices)
        offered = f"{', '.join(first)} or {last}"
        return f"{self.wanted}: {offered}" if self.wanted else offered

    @property
    def start(self) -> str:
        """The code that the learner finds: the given code, or the solution with a ``...`` in it."""
        if self.given:
            return self.given.strip()
        if not self.is_function:
            return f"{self.name} = ...  # {self.replacement}"
        docstring = self._last.body[0]
        head = self.code.strip().splitlines()[: docstring.end_lineno]
        return "\n".join([*head, "    ..."])

    @property
    def stub(self) -> str:
        """The text of the notebook's cell."""
        return self._cell(self.start)

    @property
    def solved(self) -> str:
        """The text of the notebook's cell with the solution filled in."""
        return self._cell(self.code.strip())

    def _cell(self, code: str) -> str:
        gap = "\n\n\n" if self.is_function else "\n"
        return f'{code}{gap}check("{self.id}", {self.name})'

    @property
    def open_sentence(self) -> str:
        """What is asked, for someone who has not answered yet."""
        if self.given:
            return f"the function is still as it was given. Change it so that it {self.wanted}."
        return f"replace the ... with {self.replacement}."

    @cached_property
    def reference(self) -> Any:
        """The right answer: a value or a function."""
        return _run(self.code)[self.name]

    @cached_property
    def unanswered(self) -> Any:
        """The answer as the learner finds it."""
        return _run(self.start)[self.name]

    @property
    def cases(self) -> list[tuple[str, tuple]]:
        """(description, arguments) of every probe; a plain value is its own, only case."""
        return list(self.probes.items()) or [("", ())]


def _run(code: str) -> dict[str, Any]:
    """The names that a cell's code leaves behind."""
    names: dict[str, Any] = {"np": np}
    exec(code, names)
    return names
