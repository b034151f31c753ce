"""Reads the learner's own code: which one change would make it right, and where.

Each change is tried on a copy of the function before a word is said of it, so what is said is so.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import functools
import itertools
import linecache
import re
import time
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

# What a learner wrote, and what may have been meant, the commonest first. Small letters stand for
# any piece of code, f for any function; the text above several lines is said of all of them.
RULES = """
1: a power is ** in Python, ^ is another operation
    a ^ b -> a ** b
1: the power does not belong here
    a ** b -> a; a ** b -> b
1: // cuts the decimals off, a division is /
    a // b -> a / b
1: ~ is not 1 − y for numbers, it is −1 − y
    ~a -> 1 - a
1: 1 − f of something is not f of 1 − something
    1 - f(a) -> f(1 - a)
1: Python counts from 0, and range(1, m) leaves row 0 out
    range(1, a) -> range(a)
1: all m rows are range(m), from 0 to m − 1
    range(a - 1) -> range(a); range(a + 1) -> range(a); range(1, a + 1) -> range(a)
1: an array made like one of whole numbers holds whole numbers only
    np.zeros_like(a) -> np.zeros_like(a, dtype=float); a.copy() -> a.astype(float)
    np.empty_like(a) -> np.empty_like(a, dtype=float); np.ones_like(a) -> np.ones(a.shape)
1: Python's max goes along the rows; numpy's takes the whole array
    max(a, b) -> np.maximum(a, b); max(a) -> np.max(a)
1: np.log takes no base
    np.log(a, 2) -> np.log2(a); np.log2(a, 2) -> np.log2(a)
1: `ln` is not known: numpy's is np.log
    ln(a) -> np.log(a); np.ln(a) -> np.log(a)
1: the functions of math take one number and refuse log 0; those of numpy take arrays
    math.f(a) -> np.f(a); math.log(a, b) -> np.log(a) / np.log(b); float(a) -> a
1: the transpose .T does not belong here
    a.T -> a
1: a column meets a row there, and makes a table of every row with every other
    a[:, None] -> a
1: a minus in brackets counts from the end
    a[-b] -> a[b]
1: / divides number by number; np.linalg.solve divides by a matrix
    1 / a @ b -> np.linalg.solve(a, b); a / b -> np.linalg.solve(b, a)
2: * multiplies element by element, @ multiplies and adds up
    a @ b -> a * b
2: the factors of @ are in the other order
    a @ b -> b @ a
4: a part is taken of what should stay whole
    a[b] -> a
3: * multiplies element by element, @ multiplies and adds up
    a * b -> a @ b
3: `1 −` does not belong here
    1 - a -> a
3: the brackets [ ] do not belong here
    g([a]) -> g(a)
3: it runs along another axis than is meant
    a.f(b, axis=c) -> a.f(b); a.f(b, axis=0) -> a.f(b, axis=1); a.f(b, axis=c) -> a.f(b, axis=0)
    a.f(axis=c) -> a.f(); a.f(axis=0) -> a.f(axis=1); a.f(axis=c) -> a.f(axis=0)
    a.f(b) -> a.f(b, axis=0); a.f(b) -> a.f(b, axis=1); a.f() -> a.f(axis=0); a.f() -> a.f(axis=1)
4: without keepdims=True the column becomes a row, and no longer fits
    a.f(b, axis=c) -> a.f(b, axis=c, keepdims=True); a.f(axis=c) -> a.f(axis=c, keepdims=True)
3: it is upside down
    1 / a -> a
3: rows and columns are exchanged
    a @ b -> a.T @ b; a @ b -> a @ b.T
3: the row comes first, then the column
    a[b, c] -> a[c, b]
3: this is divided where it should not be, or by too much
    a / b -> a
4: the two are in the other order
    a / b -> b / a; a - b -> b - a; f(a, b) -> f(b, a)
4: Python's sum goes along the rows; numpy's takes the whole array
    sum(a) -> np.sum(a)
4: the sign in the exponent is turned
    np.exp(a) -> np.exp(-a); a ** b -> a ** -b
4: there is a minus too many
    -a -> a
5: the comparison is not the one that is meant
    a > b -> a < b; a < b -> a > b; a == b -> a != b; a > b -> a >= b; a < b -> a <= b
5: the sign between the two is not the one that is meant
    a + b -> a - b; a - b -> a + b; a * b -> a / b; a / b -> a * b; a * b -> a + b; a - b -> a * b
    a + b -> a * b
"""
FAMILIES = ("log log2 log10 log1p", "mean sum median max prod average min", "nanmean nansum")
CONSTANTS = ("np.log(2)", "1 / np.log(2)", "np.e", "np.log10(2)", "np.log(10)")
# Functions that do not belong where they stand, and why.
TOO_MUCH = {
    "round around floor ceil rint int astype float16 float32":
        (1, "it is rounded on the way, where all digits should be handed over"),
    "clip maximum minimum max min nan_to_num where":
        (2, "it changes numbers that should stay as they are"),
}  # fmt: skip
CHAIN = (ast.BinOp, ast.UnaryOp)
PATIENCE = 1.0  # seconds of computing for all changes of a function; a few hundred are tried


class Change(NamedTuple):
    """One piece of code in the place of another, with how common the slip is, and its name."""

    rank: int
    why: str
    holder: Any
    key: Any
    new: Any

    def sentence(self, tree: ast.FunctionDef) -> str:
        """What is to be changed where, with as much around it as makes the place plain."""
        if isinstance(self.new, list):
            return self.why
        node = shown = self.holder[self.key]
        above = {part: whole for whole in ast.walk(tree) for part in ast.iter_child_nodes(whole)}
        whole = ast.unparse(tree)
        old = ast.unparse(shown)
        while len(re.findall(rf"(?<!\w){re.escape(old)}(?!\w)", whole)) > 1:
            if not isinstance(above[shown], ast.expr):
                break
            shown = above[shown]
            old = ast.unparse(shown)
        self.holder[self.key] = self.new
        new = ast.unparse(self.new if shown is node else shown)
        self.holder[self.key] = node
        line = f"line {getattr(node, 'lineno', 1)}"
        if "\n" in old + new or len(old + new) > 120:
            return f"{self.why}: look at {line}."
        return f"{self.why}: in {line}, `{old}` should be `{new}`."


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


def mend(function: Any, rest: Callable) -> tuple[str, str] | None:
    """The first change that makes a function right, as a sentence, and what is still to be said.

    ``rest`` says of a changed function what else is wrong with it, where that is sought, "" if
    nothing is, and None if the change is of no use. One that leaves nothing to say goes first.
    """
    tree = source(function)
    if tree is None or any(isinstance(node, (ast.While, ast.Global)) for node in ast.walk(tree)):
        return None
    module, second, end = ast.Module([tree], []), None, time.process_time() + PATIENCE
    for change in sorted(_changes(tree, function), key=lambda change: change.rank):
        if time.process_time() > end:
            break
        old = change.holder[change.key]
        change.holder[change.key] = change.new
        for node in change.new if isinstance(change.new, list) else [change.new]:
            ast.fix_missing_locations(node)
        try:
            names = dict(function.__globals__)
            exec(compile(module, "<mended>", "exec"), names)
            seek = second is None and change.rank < 4  # a rare change may fit by chance
            left = rest(names[tree.name], seek)
        except KeyboardInterrupt:  # whoever waits no longer
            return second
        except (Exception, SystemExit):  # a change that makes no sense
            continue
        finally:
            change.holder[change.key] = old
        if left == "":
            return change.sentence(tree), ""
        if left:
            second = change.sentence(tree), left
    return second


def _changes(tree: ast.FunctionDef, function: Any) -> Iterator[Change]:
    for rank, why, new in _bodies(tree):
        yield Change(rank, why, vars(tree), "body", new)
    args = tree.args.args
    for i, j in itertools.combinations(range(len(args)), 2):
        swapped = [args[{i: j, j: i}.get(k, k)] for k in range(len(args))]
        why = f"`{args[i].arg}` and `{args[j].arg}` are exchanged: mind what belongs where."
        yield Change(3, why, vars(tree.args), "args", swapped)
    arguments, outside = [arg.arg for arg in args], from_outside(tree, function)
    loops = [
        part for loop in ast.walk(tree) if isinstance(loop, ast.For) for part in ast.walk(loop)
    ]
    for parent in [node for part in tree.body for node in ast.walk(part)]:
        for field, value in ast.iter_fields(parent):
            places = enumerate(value) if isinstance(value, list) else [(field, value)]
            for key, node in places:
                holder = value if isinstance(value, list) else vars(parent)
                if isinstance(node, ast.expr):
                    for rank, why, new in _instead(node, parent, field, arguments, outside):
                        yield Change(rank, why, holder, key, new)
                elif isinstance(node, ast.Assign) and node in loops:
                    new = ast.AugAssign(node.targets[0], ast.Add(), node.value)
                    why = "`=` starts anew at each turn of the loop, `+=` adds"
                    yield Change(1, why, holder, key, new)


def _bodies(tree: ast.FunctionDef) -> Iterator[tuple[int, str, list[ast.stmt]]]:
    """A `return` moved or put, a start for a sum, small numbers left out."""
    for place, loop in enumerate(tree.body):
        before, after = tree.body[:place], tree.body[place + 1 :]
        *first, last = loop.body if isinstance(loop, ast.For) else [None]
        if isinstance(last, ast.Return) and first:
            why = f"the `return` in line {last.lineno} stands inside the loop and ends it at the "
            why += "first turn. Move it to the left, below the loop."
            yield 1, why, [*before, ast.For(loop.target, loop.iter, first, []), last]
        text = ast.unparse(loop) if last else ""
        for name, sign in dict(re.findall(r"^ +(\w+) ([-+]?=) ", text, re.MULTILINE)).items():
            why = f"`{name}` needs a value before the loop, {name} = 0"
            if sign == "=":
                why += ", and += in it: `=` starts anew at each turn"
            adding = re.sub(rf"^( +{name}) = ", r"\1 += ", text, flags=re.MULTILINE)
            yield 2, f"{why}.", [*before, *ast.parse(f"{name} = 0\n{adding}").body, *after]
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
    node: ast.expr, parent: ast.AST, field: str, arguments: list[str], outside: list[str]
) -> Iterator[tuple[int, str, ast.expr]]:
    """(rank, why, what may have been meant) for one expression."""
    for rank, why, pattern, meant in _rules().get(_form(node), ()):
        found: dict[str, Any] = {}
        if _matches(pattern, node, found):
            yield rank, why.replace(" f ", f" {_text(found.get('f'))} "), _filled(meant, found)
    if isinstance(parent, ast.Return):
        yield 3, "the minus is missing", ast.UnaryOp(ast.USub(), node)
    if isinstance(node, ast.BinOp) and not isinstance(parent, CHAIN):
        for new in _regrouped(node):
            yield 2, "parentheses are missing, or stand elsewhere than is meant", new
    if isinstance(node, ast.BinOp):
        for part in ast.walk(node):
            if isinstance(part, ast.expr) and part is not node:
                yield 4, "a part of this does not belong here", part
    elif isinstance(node, ast.Call):
        yield from _other_calls(node)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield from _other_numbers(node, parent, arguments)
    elif isinstance(node, ast.Attribute) and field != "func":
        name = ast.unparse(node)
        if not name.startswith("np.") and node.attr not in ("T", "shape", "size"):
            yield 1, f"`{name}` is the function, not its result: it needs ()", _called(node)
    elif isinstance(node, ast.Name) and field != "func":
        for name in arguments:
            if node.id in outside:
                yield 1, (f"`{node.id}` comes from a cell above and stays the same, whatever the "
                          "function is given"), ast.Name(name, ast.Load())  # fmt: skip
            elif node.id in arguments and name != node.id:
                yield 3, f"`{node.id}` stands where `{name}` belongs", ast.Name(name, ast.Load())
        if isinstance(node.ctx, ast.Load) and not isinstance(parent, (ast.Attribute, ast.For)):
            for log in ("np.log2", "np.log") if not isinstance(parent, ast.Compare) else ():
                yield 3, "the logarithm is missing", _called(_parse(log), node)
            yield 5, f"the other side of {node.id} is meant", _parse(f"1 - {node.id}")
    if not isinstance(node, (ast.Constant, ast.Compare)) and isinstance(parent, ast.BinOp):
        column = ast.Subscript(node, _parse("a[:, None]").slice, ast.Load())
        yield 4, "a column is needed, so that each row meets its own", column


def _regrouped(node: ast.expr) -> Iterator[ast.expr]:
    """The same chain of operations with a pair of parentheses more, or with one less."""
    whole = ast.unparse(node)
    pieces = re.split(r" |(?<=-)(?<!\de-)(?=\w)", whole)
    for i, j in itertools.combinations(range(len(pieces)), 2):
        first, *between, last = pieces[i : j + 1]
        pairs = [(f"({first}", f"{last})"), (first.removeprefix("("), last.removesuffix(")"))]
        for pair in pairs:
            text = " ".join([*pieces[:i], pair[0], *between, pair[1], *pieces[j + 1 :]])
            with contextlib.suppress(SyntaxError):
                if ast.unparse(new := _parse(text)) != whole:
                    yield new


def _other_calls(node: ast.Call) -> Iterator[tuple[int, str, ast.expr]]:
    func, name = node.func, _text(node.func)
    if isinstance(func, ast.Name) and not hasattr(builtins, name) and hasattr(np, name):
        new = ast.Call(_parse(f"np.{name}"), node.args, node.keywords)
        yield 1, f"`{name}` alone is not known: numpy's is np.{name}", new
    of_array = isinstance(func, ast.Attribute) and _text(func.value) not in ("np", "math")
    known = (said for names, said in TOO_MUCH.items() if name in names.split())
    rank, why = next(known, (3, f"`{name}` does not belong here"))
    for part in [func.value] if of_array else node.args:
        yield rank, why, part
    first = node.args[0] if node.args else None
    for family in map(str.split, FAMILIES if isinstance(func, ast.Attribute) else ()):
        for other in family if name in family and not isinstance(first, ast.Constant) else ():
            new = ast.Attribute(func.value, other, ast.Load())
            why = f"`{name}` stands where `{other}` is meant"
            yield 3, why, ast.Call(new, node.args, node.keywords)


def _other_numbers(
    node: ast.Constant, parent: ast.AST, arguments: list[str]
) -> Iterator[tuple[int, str, ast.expr]]:
    value = node.value
    for text in CONSTANTS if type(value) is float else ():
        if abs(value / eval(text, {"np": np}) - 1) < 0.03:
            yield 1, f"`{value}` has too few digits", _parse(text)
    if type(value) is int and value > 1 and isinstance(parent, (ast.BinOp, ast.Call)):
        why = "a size is written as a number, and it differs from case to case"
        for name, size in itertools.product(arguments, ("len({})", "{}.shape[-1]")):
            yield 1, why, _parse(size.format(name))
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


# --- rules: a pattern is code in which small letters stand for any piece ---


@functools.cache
def _rules() -> dict[tuple, list[tuple[int, str, ast.expr, ast.expr]]]:
    """The rules, by the form of the code that they change."""
    rules: dict[tuple, list] = {}
    rank, why = 0, ""
    for line in RULES.strip().splitlines():
        if not line.startswith(" "):
            rank, why = int(line[0]), line[3:]
            continue
        for rule in line.split(";"):
            pattern, meant = map(_parse, rule.split("->"))
            rules.setdefault(_form(pattern), []).append((rank, why, pattern, meant))
    return rules


def _form(node: ast.expr) -> tuple:
    return type(node), type(getattr(node, "op", None))


def _parse(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def _called(func: ast.expr, *arguments: ast.expr) -> ast.Call:
    return ast.Call(func, list(arguments), [])


def _text(func: Any) -> str:
    return getattr(func, "attr", None) or getattr(func, "id", None) or str(func or "")


def _matches(pattern: Any, node: Any, found: dict[str, Any]) -> bool:
    """Whether a piece of code is of the form of a pattern; its letters are put into found."""
    if isinstance(pattern, ast.Name) and len(pattern.id) == 1:
        found[pattern.id] = node
        return isinstance(node, ast.expr)
    if type(pattern) is not type(node):
        return False
    if isinstance(pattern, ast.Attribute) and pattern.attr == "f":  # any function of a module
        found["f"] = node.attr
        return _matches(pattern.value, node.value, found)
    if isinstance(pattern, ast.AST):
        return all(
            _matches(getattr(pattern, name), getattr(node, name, None), found)
            for name in pattern._fields
            if name not in ("ctx", "kind")
        )
    if isinstance(pattern, list):
        return len(pattern) == len(node) and all(
            _matches(p, n, found) for p, n in zip(pattern, node, strict=True)
        )
    return pattern == node


def _filled(meant: Any, found: dict[str, Any]) -> Any:
    """A copy of a pattern with what was found in the place of its letters."""
    if isinstance(meant, ast.Name) and meant.id in found:
        return found[meant.id]
    if isinstance(meant, ast.Attribute) and meant.attr == "f" and isinstance(found.get("f"), str):
        return ast.Attribute(_filled(meant.value, found), found["f"], meant.ctx)
    if isinstance(meant, ast.AST):
        return type(meant)(**{k: _filled(v, found) for k, v in ast.iter_fields(meant)})
    return [_filled(part, found) for part in meant] if isinstance(meant, list) else meant
