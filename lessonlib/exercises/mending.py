"""Reads the learner's own code: which one change would make it right, and where.

Each change is tried on a copy of the function before a word is said of it, so what is said is so.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import itertools
import linecache
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

from lessonlib.exercises import rules
from lessonlib.exercises.rules import parse

FAMILIES = ("log log2 log10 log1p", "argmax argmin", "nanmean nansum",
            "mean sum median prod average", "mean max min")  # fmt: skip
CONSTANTS = ("np.log(2)", "1 / np.log(2)", "np.e", "np.log10(2)", "np.log(10)")
# Functions that do not belong where they stand, and why.
TOO_MUCH = {
    "round around floor ceil rint":
        (1, "it is rounded on the way, where all digits should be handed over"),
    "int astype float16 float32":
        (1, "it makes other numbers of these, and they should stay as they are"),
    "clip maximum minimum max min abs nan_to_num where":
        (2, "it changes numbers that should stay as they are"),
}  # fmt: skip
# An operation that changes nothing, x * 1 or x / x, fits by chance.
IDLE = re.compile(r"\*\*? 1\b|(?<!\w)(\w+|\([^()]+\)) [/-] \1(?![\w.(\[])")
RARE = 5  # from this rank on, what a value suggests is likelier
PATIENCE = 1.0  # seconds of computing for all changes of a function; a few hundred are tried


class Change(NamedTuple):
    """Pieces of code in the place of others, with how common the slip is, and its name."""

    rank: float  # with a half, where nothing else may be left to change
    why: str
    places: list[tuple[Any, Any, Any]]  # what holds a piece, under which key, and the new piece

    @contextlib.contextmanager
    def made(self) -> Iterator[None]:
        """The learner's tree is changed, and afterwards as it was."""
        old = [holder[key] for holder, key, _ in self.places]
        for holder, key, new in self.places:
            holder[key] = new
        try:
            yield
        finally:
            for (holder, key, _), piece in zip(self.places, old, strict=True):
                holder[key] = piece

    def sentence(self, tree: ast.FunctionDef) -> str:
        """What is to be changed where, with as much around it as makes the place plain."""
        if isinstance(self.places[0][2], list):
            return self.why
        whole = ast.unparse(tree)
        above = {part: node for node in ast.walk(tree) for part in ast.iter_child_nodes(node)}
        lines, told = [], []
        for holder, key, new in self.places:
            node = shown = holder[key]
            while len(re.findall(rf"(?<!\w){re.escape(ast.unparse(shown))}(?!\w)", whole)) > 1:
                if not isinstance(above[shown], ast.expr):
                    break
                shown = above[shown]
            old = ast.unparse(shown)
            with Change(0, "", [(holder, key, new)]).made():
                text = ast.unparse(new if shown is node else shown)
            lines.append(str(getattr(node, "lineno", 1)))
            told.append(f"in line {lines[-1]}, `{old}` should be `{text}`")
        where = ", and ".join(dict.fromkeys(told))
        if "\n" in where or len(where) > 160:
            return f"{self.why}: look at line {' and '.join(dict.fromkeys(lines))}."
        return f"{self.why}: {where}."


def source(function: Any) -> ast.FunctionDef | None:
    """The learner's function as it was written, where that can be had."""
    if type(function) is not FunctionType or function.__name__ == "<lambda>":
        return None
    code = function.__code__
    try:
        tree = ast.parse("".join(linecache.getlines(code.co_filename, function.__globals__)))
    except (SyntaxError, ValueError):
        return None
    for node in ast.walk(tree):
        named = isinstance(node, ast.FunctionDef) and node.name == code.co_name
        if named and node.lineno == code.co_firstlineno and not node.decorator_list:
            return node
    return None


def mend(function: Any, rest: Callable) -> Iterator[tuple[str, str]]:
    """The first change that makes a function right, as a sentence, and what is still to be said.

    ``rest`` says of a changed function what else is wrong with it, where that is sought, "" if
    nothing is, and None if the change is of no use. One that leaves nothing to say goes first.
    After that of the common changes comes that of the rarer ones.
    """
    tree = source(function)
    if tree is None or any(isinstance(node, (ast.While, ast.Global)) for node in ast.walk(tree)):
        return
    changes = list(_changes(tree, function))
    yield _first([change for change in changes if change.rank < RARE], tree, function, rest)
    yield _first(_rarer(changes), tree, function, rest)


def _first(changes: list[Change], tree: ast.FunctionDef, function: Any, rest: Callable) -> tuple:
    module, second, end = ast.Module([tree], []), ("", ""), time.process_time() + PATIENCE
    for change in sorted(changes, key=lambda change: change.rank):
        if time.process_time() > end:
            break
        for *_, new in change.places:
            for node in new if isinstance(new, list) else [new]:
                ast.fix_missing_locations(node)
        try:
            with change.made():
                names = dict(function.__globals__)
                exec(compile(module, "<mended>", "exec"), names)
                left = rest(names[tree.name], not second[0] and change.rank in (1, 2, 3))
                if left is None or IDLE.search(ast.unparse(tree)):
                    continue
        except KeyboardInterrupt:  # whoever waits no longer
            return second
        except (Exception, SystemExit):  # a change that makes no sense
            continue
        if left == "":
            return change.sentence(tree), ""
        second = change.sentence(tree), left
    return second


def _changes(tree: ast.FunctionDef, function: Any) -> Iterator[Change]:
    for rank, why, new in _bodies(tree):
        yield Change(rank, why, [(vars(tree), "body", new)])
    args, outside = tree.args.args, from_outside(tree, function)
    for i, j in itertools.combinations(range(len(args)), 2):
        swapped = [args[{i: j, j: i}.get(k, k)] for k in range(len(args))]
        why = f"`{args[i].arg}` and `{args[j].arg}` are exchanged: mind what belongs where."
        yield Change(3, why, [(vars(tree.args), "args", swapped)])
    for parent in [node for part in tree.body for node in ast.walk(part)]:
        for field, value in ast.iter_fields(parent):
            holder = value if isinstance(value, list) else vars(parent)
            places = enumerate(value) if isinstance(value, list) else [(field, value)]
            for key, node in places:
                name = getattr(node, "id", "")
                if isinstance(node, ast.expr) and field != "func" and name not in ("np", "math"):
                    for rank, why, new in _instead(node, parent, [a.arg for a in args], outside):
                        yield Change(rank, why, [(holder, key, new)])


def _rarer(changes: list[Change]) -> list[Change]:
    """The rare ones, and those that are made in all the places where they can be made."""
    found: dict[tuple, list] = {}
    times: Counter = Counter()
    for rank, why, (place,) in changes:
        key = rank, why, str(place[1]), id(place[0])  # of several ways to change a place, the n-th
        times[key] += 1
        found.setdefault((rank, why, times[key]), []).append(place)
    rare = [change for change in changes if change.rank >= RARE]
    return rare + [Change(*key[:2], places) for key, places in found.items() if places[1:]]


def _bodies(tree: ast.FunctionDef) -> Iterator[tuple[int, str, list[ast.stmt]]]:
    """A `return` moved or put, a loop that adds, small numbers left out."""
    for place, loop in enumerate(tree.body):
        before, after = tree.body[:place], tree.body[place + 1 :]
        *first, last = loop.body if isinstance(loop, ast.For) else [None]
        if first:
            why = f"the `return` in line {last.lineno} stands inside the loop and ends it at the "
            why += "first turn. Move it to the left, below the loop."
            if not isinstance(last, ast.Return):
                why = f"line {last.lineno} stands inside the loop. Move it to the left, below it."
            rank = 1 if isinstance(last, ast.Return) else 6
            yield rank, why, [*before, ast.For(loop.target, loop.iter, first, []), last, *after]
        if last and isinstance(loop.iter, ast.Name):
            over = f"range(len({loop.iter.id}))"
            why = f"the loop runs over numbers, and not over their places: in line {loop.lineno}, "
            new = ast.For(loop.target, parse(over), loop.body, [])
            yield 1, f"{why}`{loop.iter.id}` should be `{over}`.", [*before, new, *after]
        text = ast.unparse(loop) if last else ""
        for name, sign in dict(re.findall(r"^ +(\w+) ([-+]?=) ", text, re.MULTILINE)).items():
            adding = re.sub(rf"^( +{name}) = ", r"\1 += ", text, flags=re.MULTILINE)
            anew = "`=` starts anew at each turn of the loop, and `+=` adds"
            if sign == "=":
                yield 1, f"{anew}: `{name} += …`.", [*before, *ast.parse(adding).body, *after]
            why = f"`{name}` starts before the loop, with {name} = 0."
            why += f" And {anew}." * (sign == "=")
            yield 2, why, [*before, *ast.parse(f"{name} = 0\n{adding}").body, *after]
    whole = ast.unparse(tree)
    plain = re.sub(r" \+ (\d(\.\d+)?e-\d+|0\.0\d+)\b", "", whole)
    if plain != whole:
        why = "a small number is added: it changes every result."
        yield 2, why, ast.parse(plain).body[0].body
    last = tree.body[-1]
    if isinstance(last, (ast.Assign, ast.AugAssign, ast.Expr)):
        target = last.targets[0] if isinstance(last, ast.Assign) else getattr(last, "target", None)
        value = ast.Name(target.id, ast.Load()) if isinstance(target, ast.Name) else last.value
        why = f"the `return` is missing: what line {last.lineno} has computed is not handed over."
        yield 1, why, [*tree.body, ast.Return(value)]


def _instead(
    node: ast.expr, parent: ast.AST, arguments: list[str], outside: list[str]
) -> Iterator[tuple[float, str, ast.expr]]:
    """(rank, why, what may have been meant) for one expression."""
    yield from rules.meant(node)
    if isinstance(parent, ast.Return):
        yield 3, "the minus is missing", ast.UnaryOp(ast.USub(), node)
    if isinstance(node, ast.BinOp):
        chain = isinstance(parent, (ast.BinOp, ast.UnaryOp))
        for rank, new in _regrouped(node) if not chain else ():
            yield rank, "parentheses are missing, or stand elsewhere than is meant", new
        for part in ast.walk(node):
            if isinstance(part, ast.expr) and part is not node:
                sides = node.left, node.right
                term = isinstance(node.op, (ast.Add, ast.Sub)) and part in sides
                term &= not isinstance(node.left, ast.Constant)
                yield 2.5 if term else 4, "a part of this does not belong here", part
    elif isinstance(node, ast.Call):
        yield from _other_calls(node)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield from _other_numbers(node, parent, arguments)
    elif isinstance(node, ast.Name):
        for name in arguments:
            if node.id in outside:
                yield 1, (f"`{node.id}` comes from a cell above and stays the same, whatever the "
                          "function is given"), ast.Name(name, ast.Load())  # fmt: skip
            elif node.id in arguments and name != node.id:
                yield 3, f"`{node.id}` stands where `{name}` belongs", ast.Name(name, ast.Load())


def _regrouped(node: ast.expr) -> Iterator[tuple[int, ast.expr]]:
    """The same operations with a pair of parentheses more or less, or one that closes elsewhere."""
    whole = ast.unparse(node)
    pieces = re.split(r" |(?<=-)(?<!\de-)(?=\w)", whole)
    for i, j in itertools.combinations(range(len(pieces)), 2):
        first, *between, last = pieces[i : j + 1]
        closed, opened = last.removesuffix(")"), first.removesuffix(")")
        pairs = [(2, f"({first}", f"{last})"), (2, first.removeprefix("("), closed)]
        pairs += [(3, opened, f"{last})"), (3, f"{first})", closed)]
        for rank, left, right in pairs:
            text = " ".join([*pieces[:i], left, *between, right, *pieces[j + 1 :]])
            if (left, right) == (first, last) or text.count("(") != text.count(")"):
                continue
            with contextlib.suppress(SyntaxError):
                if ast.unparse(new := parse(text)) != whole:
                    yield rank, new


def _other_calls(node: ast.Call) -> Iterator[tuple[float, str, ast.expr]]:
    func, name = node.func, rules.name(node.func)
    if isinstance(func, ast.Name) and not hasattr(builtins, name) and hasattr(np, name):
        new = ast.Call(parse(f"np.{name}"), node.args, node.keywords)
        yield 1, f"`{name}` alone is not known: numpy's is np.{name}", new
    of_array = isinstance(func, ast.Attribute) and rules.name(func.value) not in ("np", "math")
    known = (said for names, said in TOO_MUCH.items() if name in names.split())
    rank, why = next(known, (3, f"`{name}` does not belong here"))
    for part in [func.value] if of_array else node.args:
        yield rank, why, part
    first = node.args[0] if node.args else None
    for family in map(str.split, FAMILIES if isinstance(func, ast.Attribute) else ()):
        others = [other for other in family if name in family and name != other]
        for other in others if not isinstance(first, ast.Constant) else ():
            new = ast.Attribute(func.value, other, ast.Load())
            why = f"`{name}` stands where `{other}` is meant"
            yield 3, why, ast.Call(new, node.args, node.keywords)


def _other_numbers(
    node: ast.Constant, parent: ast.AST, arguments: list[str]
) -> Iterator[tuple[float, str, ast.expr]]:
    value = node.value
    for text in CONSTANTS if type(value) is float else ():
        if abs(value / eval(text, {"np": np}) - 1) < 0.03:
            yield 1, f"`{value}` has too few digits", parse(text)
    last = node is getattr(parent, "right", None) and isinstance(parent.op, (ast.Mult, ast.Div))
    if type(value) is int and value > 1 and (last or isinstance(parent, ast.Call)):
        why = "a size is written as a number, and it differs from case to case"
        for name, size in itertools.product(arguments, ("len({})", "{}.shape[-1]")):
            yield 1, why, parse(size.format(name))
    if not isinstance(parent, (ast.Compare, ast.keyword)):
        for other in {0, 1} - {value}:
            yield 5, f"`{value}` is not the number that is meant", ast.Constant(other)


def from_outside(tree: ast.FunctionDef, function: FunctionType) -> list[str]:
    """The names of numbers and arrays that the function takes from the notebook's cells."""
    names = [n for n in ast.walk(tree) if isinstance(n, ast.Name)]
    own = {n.id for n in names if isinstance(n.ctx, ast.Store)}
    own |= {a.arg for n in ast.walk(tree) if isinstance(n, ast.arguments) for a in n.args}
    known, data = function.__globals__, (int, float, list, tuple, np.ndarray, np.number)
    return [n for n in dict.fromkeys(n.id for n in names)
            if n not in own and isinstance(known.get(n), data)]  # fmt: skip


def unused(tree: ast.FunctionDef) -> list[str]:
    """The arguments that stand nowhere in the function's body."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return [arg.arg for arg in tree.args.args if arg.arg not in names]
