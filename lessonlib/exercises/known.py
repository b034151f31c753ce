"""What is known of an exercise: its right results and the wrong ones, each with its sentence.

All are computed once and kept; an answer is then compared with them all at once.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, cached_property, partial
from typing import Any

import numpy as np

from lessonlib.exercises import mending, shared
from lessonlib.exercises.declaration import Exercise
from lessonlib.exercises.reading import (
    LearnersError,
    Results,
    Unreadable,
    call,
    near,
    numbers,
    quiet,
    read,
    same,
)

# Typed by hand to four decimals, rounded or cut off. What a function computes has no such excuse.
TYPED = {"rtol": 0.0, "atol": 1.001e-4}
COMPUTED = {"rtol": 1e-5, "atol": 1e-8}
TINY = {"rtol": 1e-5, "atol": 0.0}
ROUNDED = {"rtol": 1e-5, "atol": 1e-12}  # what rounding leaves of a 0
ROUGH = {"rtol": 0.01, "atol": 0.005}


class Table:
    """Known results, those of one shape in one array, each with what is to be said of it."""

    def __init__(self, rows: Iterable[tuple[Results, Any]]) -> None:
        self.groups: dict[Any, list[tuple[Any, Any]]] = {}
        for results, said in rows:
            self.groups.setdefault(_shapes(results), []).append((_flat(results), said))

    def find(self, *asked: Any, **more: Any) -> str:
        """The sentence of the first row that agrees, "" if none does."""
        return next(self.all(*asked, **more), "")

    def all(
        self,
        got: Results,
        tolerance: dict,
        change: Callable = lambda rows: rows,
        blanks: bool = False,
    ) -> Iterator[Any]:
        """What is said of each row that agrees with got, each row changed first.

        With ``blanks``, a nan in got agrees with everything.
        """
        group, flat = self.groups.get(_shapes(got), []), _flat(got)
        if isinstance(flat, str) or not group:
            yield from (said for row, said in group if row == flat)
            return
        agree = near(change(np.array([row for row, _ in group])), flat, **tolerance)
        agree = (agree | (blanks & np.isnan(flat))).all(axis=1)
        yield from (group[i][1] for i in np.flatnonzero(agree))


def _shapes(results: Results) -> str:
    return str([np.shape(r) for r in results])


def _flat(results: Results) -> Any:
    text = isinstance(results[0], str)
    return results[0] if text else np.concatenate([np.ravel(r) for r in results])


def both(first: str, second: str, then: str = "And a second thing") -> str:
    """Two slips at once. The number is told once, the learner's own, and of nothing it is not."""
    if first.startswith("this is"):
        first = re.sub(r"[:,] \{(got)?\}( for [^.:,]+)?", "", first)
    return f"{first} {then}: " + re.sub(r"[:,] \{got\}", "", second)


@cache
class Known:
    """An exercise's right results, tolerance and known wrong results."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise, self.function = exercise, exercise.is_function
        with quiet():
            self.right = read(exercise, exercise.reference)
        self.only = Table([(self.right, " ")])
        typed, computed = (ROUNDED, TINY) if exercise.relative else (TYPED, COMPUTED)
        if not (self.function or exercise.choices or "decimals" in exercise.wanted):
            five_figures = 2e-5 * np.min(np.abs(self.right[0]))
            typed = typed | {"atol": max(typed["atol"], five_figures)}
        self.near = computed if self.function else typed

    def fits(self, got: Results) -> bool:
        """Whether an answer means the same as the solution, in every case."""
        return bool(self.only.find(got, self.near))

    def alike(self, got: Results) -> bool:
        """Whether its results have the shapes of the right ones."""
        return _shapes(got) == _shapes(self.right)

    @cached_property
    def declared(self) -> Table:
        """The declared slips."""
        return Table(self._results(self.exercise.known))

    def _results(self, known: Iterable[tuple[Any, str]]) -> Iterator[tuple[Results, str]]:
        for answer, sentence in known:
            with contextlib.suppress(Unreadable, LearnersError):  # it raises where theirs would
                yield read(self.exercise, answer), sentence

    @cached_property
    def shared(self) -> Table:
        """The solution on arguments that were changed first, and reduced afterwards."""
        return Table(self._results(shared.slips(self.exercise)))

    @cached_property
    def afters(self) -> list[tuple[Callable, str, bool]]:
        """What may be done to flattened results, and whether it is told on top of a slip."""
        tags = shared.tags(self.exercise, self.right)
        pairs = zip(self.exercise.cases.values(), self.right, strict=True)
        m, n = np.array([_sizes(a) for a, r in pairs for _ in range(np.size(r))]).T
        return [
            (
                lambda r, change=change: change(r, m[: r.shape[-1]], n[: r.shape[-1]]),
                sentence,
                not {"any", "alone"} & set(own.split()),
            )
            for change, sentence, own in shared.AFTER
            if tags.issuperset(own.split())
        ]

    # --- what an answer is, as a sentence; "" where it is not known ---

    def slip(self, got: Results) -> str:
        """A declared slip, or something done to the right result."""
        loose = self.near if self.function else {"rtol": 1e-4, "atol": TYPED["atol"]}
        found = (
            self._few_decimals(got)
            or self.declared.find(got, loose)
            or self._few_decimals(got, slips=True)
        )
        if found or self.exercise.choices or not self.telling(got):
            return found
        if any(np.isnan(g).any() for g in got):
            if self.only.find(got, loose, blanks=True):
                return ""  # all that is a number is right
            found = self.declared.find(got, loose, blanks=True)
            return found and f"{found} There is nan, too: 0 · log 0, 0/0 and inf/inf give it."
        return self._after(got)

    def two(self, got: Results) -> str:
        """A shared slip, or on top of it or of a declared one something done to the result."""
        if not self.telling(got):
            return ""
        afters = self.afters if self.function and self.alike(got) else []
        for change, second, on_top in [(np.asarray, "", True), *afters]:
            for table in (self.declared, self.shared) if on_top else ():
                if first := table.find(got, self.near, change):
                    return both(first, second) if second else first
        return ""

    def telling(self, got: Results) -> bool:
        """Whether there are enough numbers: what one number alone suggests is chance."""
        finite = [np.unique(r[np.isfinite(r) & (r != 0)]) for r in got]
        cases, numbers = sum(r.size > 0 for r in finite), np.unique(np.concatenate(finite)).size
        return min(cases, numbers) > 1 if self.function else numbers > 0

    def _after(self, got: Results, on_top_only: bool = False) -> str:
        near = self.near
        if not self.function:  # of a typed number at least three figures must agree
            on_top_only, size = True, np.min(np.abs(got[0])[got[0] != 0], initial=1.0)
            near = {"rtol": 0.0, "atol": min(near["atol"], 5e-4 * size)}
        for change, sentence, on_top in self.afters if self.alike(got) else ():
            if on_top >= on_top_only and self.only.find(got, near, change):
                return sentence
        return ""

    def _few_decimals(self, got: Results, slips: bool = False) -> str:
        """A typed answer that is right, or a known slip, in the decimals that it has."""
        if self.function or self.exercise.choices:
            return ""
        (mine,), (right,) = got, self.right
        few = "right so far, with too few decimals: give more, so that near misses show."
        known = [([right], few)]
        figures = np.array([f"{x:.1g}" for x in mine.flat], dtype=float)
        if slips and np.any(figures != mine.ravel()):  # one figure tells too little
            known += self._results(self.exercise.known)
            for change, sentence, on_top in self.afters if np.all(mine) else ():
                if on_top:
                    known.append(([change(right.ravel()).reshape(right.shape)], sentence))
        for k in (3, 2, 1) if slips and mine.ndim else (3, 2):
            for (row,), sentence in known if same(mine, np.round(mine, k), 0, 0) else ():
                if same(mine, row, rtol=0, atol=0.5 * 10.0**-k + 1e-9):
                    return sentence.replace("{} ", "{}, rounded, ")
        return ""

    def undone(self, got: Results) -> str:
        """What remains to be done to several numbers, where they are right as far as they go."""
        found = ""
        for rest, sentence, _ in shared.UNDONE if self.function and not self.alike(got) else ():
            if "mean" in sentence and "mean" not in self.exercise.asks:
                continue
            try:
                pairs = zip(got, self.right, strict=True)
                done = [np.asarray(rest(g)) if g.shape != r.shape else g for g, r in pairs]
            except (ValueError, IndexError):
                continue
            if self.fits(done):
                return sentence
            if self.alike(done) and not found and "so far" in sentence:
                more = self.declared.find(done, self.near) or self._after(done, True)
                found = more and both(sentence.replace("Right so far; t", "T"), more)
        return found

    def mended(self, answer: Any) -> Iterator[tuple[str, str]]:
        """The one change of the learner's code that makes it right, and what is wrong besides."""
        firsts = [change(self.right[0].ravel()) for change, _, on_top in self.afters if on_top]
        firsts = np.array([self.right[0].ravel(), *(f for f in firsts if np.isfinite(f).all())])

        def rest(function: Callable, seek: bool) -> str | None:
            got = []
            for arguments, r in zip(self.exercise.cases.values(), self.right, strict=True):
                got.append(numbers(call(function, arguments)))
                if got[-1].shape != r.shape:
                    return None
                if not near(firsts, got[0].ravel(), **self.near).all(axis=1).any():
                    return None
            if self.fits(got):
                return ""
            if not seek:
                return None
            return self.edges(got) or (self.telling(got) and self._after(got, True)) or None

        return mending.mend(answer, rest)

    def edges(self, got: Results, loose: dict | None = None) -> str:
        """Right where nothing is 0 or huge, and wrong in one way where something is.

        Loosely: a small number that was added lowers other costs a little, too, and raises none.
        """
        near_enough = partial(same, **loose or self.near)
        if not self.function or not near_enough(got[0], self.right[0]) or not self.alike(got):
            return ""
        pairs = list(zip(got, self.right, strict=True))
        wrong = [(g, r) for g, r in pairs if not near_enough(g, r)]
        fine = sum(np.isfinite(r).all() for g, r in pairs if near_enough(g, r))
        if loose:
            usual = [(g, r) for g, r in wrong if np.all(r <= shared.CAPPED)]
            if any(np.any((g > r) | (g < 2 / 3 * r)) for g, r in usual):
                return ""
            lower = len(usual)
            wrong = [(g, r) for g, r in wrong if np.all(r > shared.CAPPED)]
            fine = fine > max(1, 2 * lower)
        kinds = {_edge(g, r, loose or self.near) for g, r in wrong}
        return kinds.pop() if fine and len(kinds) == 1 else ""

    def from_outside(self, answer: Any) -> str:
        """A name of the notebook in a function that should hang on its arguments alone."""
        tree = mending.source(answer) if self.function else None
        name = next(iter(mending.from_outside(tree, answer)), "") if tree else ""
        return name and (
            f"`{name}` comes from a cell above and stays the same, whatever the function is "
            f"given. It has {' and '.join(self.exercise.arguments)} to work with."
        )

    def unused(self, answer: Any) -> str:
        """An argument that the learner's function does not look at."""
        tree = mending.source(answer) if self.function else None
        left = mending.unused(tree) if tree else []
        return f"`{left[0]}` is used nowhere, and the result hangs on it." if left else ""

    def constant(self, got: Results, answer: Any) -> str:
        """A result that hangs on nothing, or on what the notebook holds."""
        if not self.function or len(got) < 2 or not np.isfinite(got[0]).all():
            return ""
        return all(same(g, got[0], **self.near) for g in got) and (
            self.from_outside(answer)
            or "the result is the same in every case, {}. Does it depend on the arguments?"
        )


def _edge(mine: np.ndarray, right: np.ndarray, tolerance: dict) -> str:
    off = ~near(mine, right, **tolerance)
    kinds = (said for is_so, said, _ in shared.EDGES if np.all(is_so(mine[off], right[off])))
    return next(kinds, "")


def _sizes(arguments: tuple) -> tuple[float, float]:
    """The number of rows and of classes, where there are any."""
    shapes = [np.shape(a) for a in arguments if np.ndim(a)]
    wide = [shape[-1] for shape in shapes if len(shape) == 2 and shape[1] > 1]
    rows = shapes[0][0] if shapes else np.nan
    return rows, wide[0] if wide else rows
