"""Reads the learner's own code: which one change would make it right, and where.

Each change is tried on a copy of the function before a word is said of it, so what is said is so.
"""

from __future__ import annotations

import ast
import copy
import functools
import itertools
import linecache
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

# What a learner wrote, and what may have been meant, the commonest first. Small letters stand for
# any piece of code, f for any function; the text above several lines is said of all of them.
RULES = """
1: a power is ** in Python, ^ is another operation
    a ^ b -> a ** b
1: // cuts the decimals off, a division is /
    a // b -> a / b
1: ~ is not 1 − y for numbers, it is −1 − y
    ~a -> 1 - a
1: 1 − f of something is not f of 1 − something
    1 - f(a) -> f(1 - a)
1: 1 − f of something is not f of 1 − something, and y and ŷ differ
    1 - f(a) -> 1 - a
1: Python counts from 0, and range(1, m) leaves row 0 out
    range(1, a) -> range(a)
1: all m rows are range(m), from 0 to m − 1
    range(a - 1) -> range(a); range(a + 1) -> range(a); range(1, a - 1) -> range(a)
    range(1, a + 1) -> range(a)
1: it is rounded on the way, where all digits should be handed over
    round(a) -> a; round(a, b) -> a; np.round(a) -> a; np.round(a, b) -> a; np.floor(a) -> a
    a.round(b) -> a; a.round() -> a; np.around(a, b) -> a; int(a) -> a
    a.astype(int) -> a; a.astype(np.float16) -> a; a.astype(np.float32) -> a; np.float16(a) -> a
1: an array made like one of whole numbers holds whole numbers only
    np.zeros_like(a) -> np.zeros_like(a, dtype=float); a.copy() -> a.astype(float)
    np.empty_like(a) -> np.empty_like(a, dtype=float)
    np.zeros_like(a, b) -> np.zeros_like(a, dtype=float); np.ones_like(a) -> np.ones(a.shape)
1: one number has nothing to add up
    sum(a) -> a
1: Python's max and sum go along the rows; numpy's take the whole array
    max(a, b) -> np.maximum(a, b); max(a) -> np.max(a); sum(a) -> np.sum(a)
1: np.log takes no base
    np.log(a, 2) -> np.log2(a); np.log2(a, 2) -> np.log2(a)
1: the functions of math take one number and refuse log 0; those of numpy take arrays
    math.f(a) -> np.f(a); math.log(a, b) -> np.log(a) / np.log(b); float(a) -> a
2: a part is taken of what should stay whole
    a[:b] -> a; a[b:] -> a
1: a column meets a row there, and makes a table of every row with every other
    a[:, None] -> a; a.reshape(-1, 1) -> a; a[:, np.newaxis] -> a
1: a minus in brackets counts from the end
    a[-b] -> a[b]
2: it changes numbers that should stay as they are
    np.clip(a, b, c) -> a; a.clip(b, c) -> a; np.maximum(a, b) -> a; np.minimum(a, b) -> a
    np.maximum(a, b) -> b; max(a, b) -> b; min(a, b) -> a; np.nan_to_num(a) -> a
    np.where(a, b, c) -> c; np.where(a, b, c) -> b
2: * multiplies element by element, @ multiplies and adds up
    a * b -> a @ b; a @ b -> a * b
2: parentheses are missing, or stand elsewhere than is meant
    a - b * c -> (a - b) * c; a * b - c -> a * (b - c); a + b * c -> (a + b) * c
    a * b + c -> a * (b + c); a - b / c -> (a - b) / c; a / b - c -> a / (b - c)
    a / b + c -> a / (b + c); a + b / c -> (a + b) / c; a @ b - c -> a @ (b - c)
    a / b * c -> a / (b * c); a * (b + c) -> a * b + c; (a + b) * c -> a + b * c
    (a + b) / c -> a + b / c; a / (b + c) -> a / b + c; a - (b + c) -> a - b + c
    a + b - c * d -> a + (b - c) * d; a + b + c * d -> a + (b + c) * d
    (a + b - c) * d -> a + (b - c) * d
2: the minus is in front of the first term alone
    -a + b -> -(a + b); -a - b -> -(a - b); -a / b + c -> -(a / b + c); -a * b + c -> -(a * b + c)
1: the transpose .T does not belong here
    a.T -> a
2: the factors of @ are in the other order
    a @ b -> b @ a
3: it does not belong here
    np.abs(a) -> a; abs(a) -> a; np.sqrt(a) -> a; sigmoid(a) -> a; softmax(a) -> a; np.exp(a) -> a
    np.log(a) -> a; np.log2(a) -> a; sorted(a) -> a; np.sort(a) -> a; np.square(a) -> a
    f([a]) -> f(a)
    a ** 2 -> a; a[::-1] -> a
4: the sign in the exponent is turned
    np.exp(a) -> np.exp(-a); a ** b -> a ** -b
4: there is a minus too many
    -a -> a
3: rows and columns are exchanged
    a @ b -> a.T @ b; a @ b -> a @ b.T
3: it is upside down
    1 / a -> a
4: the two are in the other order
    a / b -> b / a; a - b -> b - a; f(a, b) -> f(b, a)
3: the row comes first, then the column
    a[b, c] -> a[c, b]
3: `1 −` does not belong here
    1 - a -> a
3: this is divided where it should not be, or by too much
    a / b -> a
4: a part of this does not belong here
    a * b -> a; a * b -> b; a + b -> a; a + b -> b; a - b -> a; a - b -> b; a[b] -> a
    a ** b -> a
5: the sign between the two is not the one that is meant
    a + b -> a - b; a - b -> a + b; a * b -> a / b; a / b -> a * b; a * b -> a + b; a - b -> a * b
    a + b -> a * b
5: the comparison is not the one that is meant
    a > b -> a < b; a < b -> a > b; a == 1 -> a == 0; a == 0 -> a == 1; a != b -> a == b
    a > b -> a >= b; a < b -> a <= b; a == b -> a != b; a >= b -> a < b; a <= b -> a > b
"""
FAMILIES = (("log", "log2", "log10", "log1p"),
            ("mean", "sum", "nanmean", "median", "max", "prod", "average", "nansum",
             "min"))  # fmt: skip
CONSTANTS = ("np.log(2)", "1 / np.log(2)", "np.e", "np.log10(2)", "np.log(10)")


class Change(NamedTuple):
    """One piece of code in the place of another, with how common the slip is, and its name."""

    rank: int
    why: str
    parent: ast.AST
    field: str
    index: int | None
    old: Any
    new: Any

    def put(self, node: Any) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node

    @property
    def sentence(self) -> str:
        """What is to be changed where."""
        if isinstance(self.old, list):
            return self.why
        old, new = ast.unparse(self.old), ast.unparse(self.new)
        line = f"line {getattr(self.old, 'lineno', 1)}"
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

    ``rest`` says of a changed function what else is wrong with it, "" if nothing is, and None if
    the change is of no use. A change that leaves nothing to say goes before all others.
    """
    tree = source(function)
    if tree is None or any(isinstance(node, (ast.While, ast.Global)) for node in ast.walk(tree)):
        return None
    module, arguments = ast.Module([tree], []), [arg.arg for arg in tree.args.args]
    second = None
    for change in sorted(_changes(tree, arguments, function), key=lambda change: change.rank):
        for node in change.new if isinstance(change.new, list) else [change.new]:
            ast.fix_missing_locations(node)
        change.put(change.new)
        try:
            names = dict(function.__globals__)
            exec(compile(module, "<mended>", "exec"), names)
            left = rest(names[tree.name])
        except KeyboardInterrupt:  # whoever waits no longer
            return second
        except (Exception, SystemExit):  # a change that makes no sense
            continue
        finally:
            change.put(change.old)
        if left == "":
            return change.sentence, ""
        if left and second is None and change.rank < 4:  # a rare change may fit by chance
            second = change.sentence, left
    return second


def _changes(tree: ast.FunctionDef, arguments: list[str], function: Any) -> Iterator[Change]:
    yield from _returns(tree)
    outside = from_outside(tree, function)
    loops = [n for loop in ast.walk(tree) if isinstance(loop, ast.For) for n in ast.walk(loop)]
    for parent in [n for part in tree.body for n in ast.walk(part)] + [tree]:
        for field, value in ast.iter_fields(parent):
            if parent is tree and field != "body":
                continue
            for index, node in enumerate(value) if isinstance(value, list) else [(None, value)]:
                place = (parent, field, index, node)
                if isinstance(node, ast.expr):
                    for rank, why, new in _instead(node, parent, field, arguments, outside):
                        yield Change(rank, why, *place, new)
                elif isinstance(node, ast.Assign) and node in loops:
                    target = node.targets[0]
                    if isinstance(target, ast.Name):
                        new = ast.AugAssign(target, ast.Add(), node.value)
                        yield Change(
                            1, "`=` starts anew at each turn of the loop, `+=` adds", *place, new
                        )
                elif isinstance(node, ast.AugAssign):
                    for op in (ast.Add(), ast.Sub(), ast.Mult()):
                        new = ast.AugAssign(node.target, op, node.value)
                        yield Change(
                            3, "the step of the loop is not the one that is meant", *place, new
                        )


def _returns(tree: ast.FunctionDef) -> Iterator[Change]:
    """A `return` moved or put, a start for a sum, small numbers left out, arguments exchanged."""
    body = tree.body
    for place, loop in enumerate(body):
        if not isinstance(loop, ast.For):
            continue
        last = loop.body[-1]
        if isinstance(last, ast.Return) and len(loop.body) > 1:
            why = (
                f"the `return` in line {last.lineno} stands inside the loop and ends it at the "
                "first turn. Move it to the left, below the loop."
            )
            rest = ast.For(loop.target, loop.iter, loop.body[:-1], [])
            yield Change(1, why, tree, "body", None, body, [*body[:place], rest, last])
        for node in ast.walk(loop):
            target = getattr(node, "target", None) or getattr(node, "targets", [None])[0]
            if isinstance(node, (ast.Assign, ast.AugAssign)) and isinstance(target, ast.Name):
                adding = _Adding(target.id).visit(copy.deepcopy(loop))
                why = f"`{target.id}` needs a value before the loop, {target.id} = 0"
                if isinstance(node, ast.Assign):
                    why += ", and += in it: `=` starts anew at each turn"
                start = ast.parse(f"{target.id} = 0").body
                new = [*body[:place], *start, adding, *body[place + 1 :]]
                yield Change(1, f"{why}.", tree, "body", None, body, new)
    plain = [_Plain().visit(copy.deepcopy(node)) for node in body]
    yield Change(
        2, "a small number is added: it changes every result.", tree, "body", None, body, plain
    )
    args = tree.args.args
    for i, j in itertools.combinations(range(len(args)), 2):
        swapped = [args[{i: j, j: i}.get(k, k)] for k in range(len(args))]
        why = f"`{args[i].arg}` and `{args[j].arg}` are exchanged: mind what belongs where."
        yield Change(3, why, tree.args, "args", None, args, swapped)
    last = body[-1]
    if isinstance(last, (ast.Assign, ast.AugAssign, ast.Expr)):
        target = last.targets[0] if isinstance(last, ast.Assign) else getattr(last, "target", None)
        value = ast.Name(target.id, ast.Load()) if isinstance(target, ast.Name) else last.value
        why = f"the `return` is missing: what line {last.lineno} has computed is not handed over."
        yield Change(1, why, tree, "body", None, body, [*body, ast.Return(value)])


class _Adding(ast.NodeTransformer):
    """`+=` in the place of `=` for one name."""

    def __init__(self, name: str) -> None:
        self.name = name

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        if _text(node.targets[0]) != self.name:
            return node
        return ast.AugAssign(node.targets[0], ast.Add(), node.value)


class _Plain(ast.NodeTransformer):
    """Without the small numbers that are added."""

    def visit_BinOp(self, node: ast.BinOp) -> ast.expr:
        self.generic_visit(node)
        small = isinstance(node.right, ast.Constant) and isinstance(node.right.value, float)
        added = isinstance(node.op, ast.Add) and small and abs(node.right.value) <= 0.01
        return node.left if added else node


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
    if isinstance(node, ast.Call):
        yield from _other_calls(node)
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield from _other_numbers(node, parent, arguments)
    elif isinstance(node, ast.Attribute) and field != "func":
        name = ast.unparse(node)
        if not name.startswith("np.") and node.attr not in ("T", "shape", "size"):
            yield 1, f"`{name}` is the function, not its result: it needs ()", _call(node)
    elif isinstance(node, ast.Name) and field != "func":
        for name in arguments:
            if node.id in outside:
                yield 1, (f"`{node.id}` comes from a cell above and stays the same, whatever the "
                          "function is given"), ast.Name(name, ast.Load())  # fmt: skip
            elif node.id in arguments and name != node.id:
                yield 3, f"`{node.id}` stands where `{name}` belongs", ast.Name(name, ast.Load())
        if isinstance(node.ctx, ast.Load) and not isinstance(parent, (ast.Attribute, ast.For)):
            for log in ("np.log2", "np.log") if not isinstance(parent, ast.Compare) else ():
                yield 3, "the logarithm is missing", ast.Call(_parse(log), [node], [])
            yield 5, f"the other side of {node.id} is meant", _parse(f"1 - {node.id}")
    if not isinstance(node, (ast.Constant, ast.Compare)) and isinstance(parent, ast.BinOp):
        column = ast.Subscript(node, _parse("a[:, None]").slice, ast.Load())
        yield 4, "a column is needed, so that each row meets its own", column


def _other_calls(node: ast.Call) -> Iterator[tuple[int, str, ast.expr]]:
    func, name = node.func, _text(node.func)
    if isinstance(func, ast.Name) and (name == "ln" or hasattr(np, name)):
        name = "log" if name == "ln" else name
        yield 1, f"`{func.id}` alone is not known: numpy's is np.{name}", ast.Call(
            _parse(f"np.{name}"), node.args, node.keywords)  # fmt: skip
    first = node.args[0] if node.args else None
    for family in FAMILIES if isinstance(func, ast.Attribute) else ():
        if name in family and not isinstance(first, ast.Constant):
            for other in family:
                if other != name:
                    new = ast.Call(ast.Attribute(func.value, other, ast.Load()), node.args,
                                   node.keywords)  # fmt: skip
                    yield 3, f"`{name}` stands where `{other}` is meant", new
    axis = [k for k in node.keywords if k.arg == "axis"]
    rest = [k for k in node.keywords if k.arg not in ("axis", "keepdims", "ddof")]
    for new in ("", "0", "1") if name in FAMILIES[1] else ():
        keywords = [*rest, *([ast.keyword("axis", _parse(new))] if new else [])]
        yield 3, "it runs along another axis than is meant", ast.Call(func, node.args, keywords)
    if axis:
        why = "without keepdims=True the column becomes a row, and no longer fits"
        keep = ast.keyword("keepdims", _parse("True"))
        yield 4, why, ast.Call(func, node.args, [*rest, *axis, keep])


def _other_numbers(
    node: ast.Constant, parent: ast.AST, arguments: list[str]
) -> Iterator[tuple[int, str, ast.expr]]:
    value = node.value
    for text in CONSTANTS if type(value) is float else ():
        if abs(value / eval(text, {"np": np}) - 1) < 0.03:
            yield 1, f"`{value}` has too few digits", _parse(text)
    if type(value) is int and isinstance(parent, (ast.BinOp, ast.Call)):
        for name in arguments if value > 1 else ():
            for text in (f"len({name})", f"{name}.shape[-1]"):
                yield 1, "a size is written as a number, and it differs from case to case", _parse(
                    text)  # fmt: skip
    if type(value) in (int, float) and not isinstance(parent, (ast.Compare, ast.keyword)):
        for other in (0, 1):
            if other != value:
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
            old, new = rule.split("->")
            pattern = _parse(old)
            rules.setdefault(_form(pattern), []).append((rank, why, pattern, _parse(new)))
    return rules


def _form(node: ast.expr) -> tuple:
    return type(node), type(getattr(node, "op", None))


def _parse(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def _call(func: ast.expr) -> ast.Call:
    return ast.Call(func, [], [])


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
