"""What an exercise is: one short declaration, and what follows from it.

A declaration is text, read by `declared`: the code of a solution, the cases on which answers are
tried, and the slips, each a line of code as a learner would write it, with the sentence it earns.
"""

from __future__ import annotations

import ast
import math
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any

import numpy as np

import lessonlib


@dataclass(frozen=True, kw_only=True, eq=False)
class Exercise:
    """One exercise. The notebook's cell, the kind of answer and the tests are derived from it.

    id : lesson and number, like "1.2".
    code : the reference solution, as it would stand in the learner's cell. Its last statement
        assigns the answer, or defines the function (with a docstring). The docstring says the
        unit, bits or nats, and "mean" where it is one: the shared slips follow from it.
    why, deepen : why it works; what a right answer earns: one sentence that goes a step further.
    slips : lines of code, each a wrong answer as a learner would write it: a value, or the body of
        the function (statements parted by ``;``, the last one its result), which may call the
        solution and the functions of lessonlib. Behind ``  # `` or indented below, the sentence:
        several answers that share it stand above it, or in one line, parted by ``|``. ``{}`` in
        it is what the learner's own answer gives in the first case.
    helpers : code whose names the slips and the equivalents share.
    hints : from a nudge to nearly the answer.
    wanted : what replaces the ``...``; it completes "replace the ... with". The choices follow it.
    cases : for a function: what is special about a case, as a noun -> the arguments; see `cases`.
    choices : for a question with given answers: all of them, in the order of the offer.
    given : for "find the bug": the faulty code that the learner starts from.
    relative : "yes", where results may be tiny: their digits are compared, and 4e-18 is not 0.
    equivalents : answers that are right as well, in lines or parted by ``|``; the tests check them.
    """

    id: str
    code: str
    why: str
    deepen: str
    hints: list[str]
    slips: str = ""
    helpers: str = ""
    wanted: str = ""
    cases: dict[str, tuple] = field(default_factory=lambda: {"": ()})
    choices: tuple[str, ...] = ()
    given: str = ""
    relative: str = ""
    equivalents: str = ""

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
    def arguments(self) -> list[str]:
        """The names of the function's arguments; none for a value."""
        return [arg.arg for arg in self._last.args.args] if self.is_function else []

    @property
    def asks(self) -> str:
        """What is asked for, in the words that tell its unit and whether it is a mean."""
        docstring = ast.get_docstring(self._last) if self.is_function else ""
        return f"{self.wanted} {docstring}".lower()

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
            return f"the function still does what it did. Change it so that it {self.wanted}."
        return f"replace the ... with {self.replacement}."

    @cached_property
    def reference(self) -> Any:
        """The right answer: a value or a function."""
        return self._run(self.code)[self.name]

    @cached_property
    def unanswered(self) -> Any:
        """The answer as the learner finds it."""
        return self._run(self.start)[self.name]

    @property
    def known(self) -> Iterator[tuple[Any, str]]:
        """Each declared wrong answer, a value or a function, with its sentence."""
        for codes, sentence in parts(self.slips):
            yield from ((self.answer(code), sentence) for code in codes)

    @property
    def also_right(self) -> list[Any]:
        """The equivalents, as values or functions."""
        lines = self.equivalents.strip().splitlines()
        return [self.answer(code) for line in lines for code in line.split(" | ")]

    def answer(self, line: str) -> Any:
        """The answer that a line of code is: its value, or a function with that body."""
        names = dict(self._names)
        if not self.is_function:
            return eval(line, names)
        *statements, result = line.split("; ")
        body = "\n".join([*statements, f"return {result}"])
        head = f"def slip({', '.join(self.arguments)}):"
        exec(f"{head}\n{textwrap.indent(body, '    ')}", names)
        return names["slip"]

    @cached_property
    def _names(self) -> dict[str, Any]:
        public = {name: getattr(lessonlib, name) for name in lessonlib.__all__}
        names = public | {"np": np, "math": math, self.name: self.reference}
        exec(self.helpers, names)
        return names

    def _run(self, code: str) -> dict[str, Any]:
        """The names that a cell's code leaves behind."""
        names: dict[str, Any] = {"np": np}
        exec(code, names)
        return names


def declared(text: str) -> list[Exercise]:
    """The exercises of a text, in which a field starts a line with its name and a colon.

    An exercise starts with its number, and behind it stands what is wanted. Each hint has a line,
    and a line of words that is indented goes on with the one above it. Choices are parted by ``|``.
    Cases may be the number of an exercise that has them. A field before the first is of all.

    >>> [guess] = declared('''
    ... 2.3:
    ... choices: equal | below | above
    ... code: guess = "below"
    ... why: −log₂ p sags.
    ... deepen: it always will.
    ... hint: Try it with
    ...     two numbers.
    ... slips:
    ... "equal"  # that would be so if −log₂ were a straight line.
    ... ''')
    >>> print(guess.stub)
    guess = ...  # "equal", "below" or "above"
    check("2.3", guess)
    >>> guess.hints, list(guess.known)
    (['Try it with two numbers.'], [('equal', 'that would be so if −log₂ were a straight line.')])
    """
    names = "|".join(["hint", *(each.name for each in fields(Exercise))])
    _, *parts = re.split(rf"^({names}|\d+\.\d+):", text, flags=re.MULTILINE)
    of_all: dict[str, Any] = {}
    found: dict[str, dict[str, Any]] = {}
    own = of_all
    for name, block in zip(parts[::2], map(str.strip, parts[1::2]), strict=True):
        words = re.sub(r"\n +", " ", block)
        if name[0].isdigit():
            own = found[name] = of_all | {"id": name, "wanted": words, "hints": []}
        elif name == "hint":
            own["hints"].append(words)
        elif name == "choices":
            own[name] = tuple(words.split(" | "))
        elif name == "cases":
            own[name] = found[block][name] if block in found else cases(block)
        else:
            own[name] = words if name in ("why", "deepen") else block
    return [Exercise(**own) for own in found.values()]


def cases(text: str) -> dict[str, tuple]:
    """Cases from lines of code: the arguments, lists for arrays, and behind ``  # `` a noun.

    >>> cases("[1, 0], 3  # two labels")
    {'two labels': (array([1, 0]), 3)}
    """
    return {
        noun: tuple(
            np.array(part) if isinstance(part, list) else part
            for part in eval(f"{codes[0]},", {"np": np})
        )
        for codes, noun in parts(text)
    }


def parts(text: str) -> Iterator[tuple[list[str], str]]:
    """Lines of code that share the words behind or below them, and these words."""
    codes: list[str] = []
    words: list[str] = []
    for line in [*text.strip().splitlines(), "end"]:
        if line.startswith(" "):
            words.append(line.strip())
            continue
        if words:
            yield codes, " ".join(words)
            codes, words = [], []
        code, *words = line.split("  # ", 1)
        codes += code.split(" | ")
