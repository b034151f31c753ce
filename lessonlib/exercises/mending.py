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
from collections import Counter
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any, NamedTuple

import numpy as np

# What a learner wrote, and what may have been meant, the commonest first. Small letters stand for
# any piece of code, f for any function, x for any name, << for any operator; the text above several
# lines is said of all of them.
RULES = """
1: a power is ** in Python, ^ is another operation
    a ^ b -> a ** b
1: the power does not belong here
    a ** b -> a; a ** b -> b
1: // cuts the decimals off, a division is /
    a // b -> a / b
3: ~ is not 1 − y for numbers, it is −1 − y
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
    math.f(a) -> np.f(a); math.log(a, b) -> np.log(a) / np.log(b)
1: float takes one number, and an array does not need it
    float(a) -> a
1: numpy says axis where torch says dim
    a.f(dim=b) -> a.f(axis=b); a.f(b, dim=c) -> a.f(b, axis=c)
    a.f(dim=b, keepdim=c) -> a.f(axis=b, keepdims=c)
    a.f(b, dim=c, keepdim=d) -> a.f(b, axis=c, keepdims=d)
1: a shape is a pair, and the rows are its first number
    a.shape -> a.shape[0]
1: the transpose .T does not belong here
    a.T -> a
1: it is the function f and not its result: it needs ()
    a.f -> a.f()
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
2: what is left out here must be left out there too, or the two do not meet
    a[c] << b -> a[c] << b[c]; a << b[c] -> a[c] << b[c]; a << g(b[c]) -> a[c] << g(b[c])
4: a part is taken of what should stay whole
    a[b] -> a
3: * multiplies element by element, @ multiplies and adds up
    a * b -> a @ b
3: `1 −` does not belong here
    1 - a -> a
3: the brackets [ ] do not belong here
    g([a]) -> g(a)
3: it runs along another axis than is meant
    a.f(b, axis=c) -> a.f(b); a.f(b, axis=c) -> a.f(b, axis=1); a.f(b, axis=c) -> a.f(b, axis=0)
    a.f(axis=c) -> a.f(); a.f(axis=c) -> a.f(axis=1); a.f(axis=c) -> a.f(axis=0)
    a.f(b) -> a.f(b, axis=0); a.f(b) -> a.f(b, axis=1); a.f() -> a.f(axis=0); a.f() -> a.f(axis=1)
3: without keepdims=True the column becomes a row, and no longer fits
    a.f(b, axis=c) -> a.f(b, axis=c, keepdims=True); a.f(axis=c) -> a.f(axis=c, keepdims=True)
3: with keepdims=True the column stays a column, and fits
    a.f(b, c) -> a.f(b, c, keepdims=True)
3: the logarithm is missing
    x -> np.log2(x); x -> np.log(x)
3: it is upside down
    1 / a -> a
3: rows and columns are exchanged
    a @ b -> a.T @ b; a @ b -> a @ b.T
3: the row comes first, then the column
    a[b, c] -> a[c, b]
3: the two functions are in the other order
    f(g(a)) -> g(f(a))
3: here f takes the last factor alone: parentheses belong around all of it
    a << b.f() -> (a << b).f(); a << b.f(axis=c) -> (a << b).f(axis=c)
3: this is divided by what it should not be
    a / b -> a
4: a column is needed, so that each row meets its own
    a << b -> a[:, None] << b; a << b -> a << b[:, None]
4: the sign between the two is turned
    a + b -> a - b; a - b -> a + b
4: the two are in the other order
    a / b -> b / a; a - b -> b - a; f(a, b) -> f(b, a)
4: Python's sum goes along the rows; numpy's takes the whole array
    sum(a) -> np.sum(a)
4: the sign in the exponent is turned
    np.exp(a) -> np.exp(-a); a ** b -> a ** -b
4: there is a minus too many
    -a -> a
5: the comparison is not the one that is meant
    a > b -> a < b; a < b -> a > b; a == b -> a != b
5: another operation is meant between the two
    a * b -> a / b; a / b -> a * b; a * b -> a + b; a - b -> a * b
    a + b -> a * b; a - b -> a / b
5: the other side of it is meant
    x -> 1 - x
"""
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


def mend(function: Any, rest: Callable, rarer: bool) -> tuple[str, str] | None:
    """The first change that makes a function right, as a sentence, and what is still to be said.

    ``rest`` says of a changed function what else is wrong with it, where that is sought, "" if
    nothing is, and None if the change is of no use. One that leaves nothing to say goes first.
    ``rarer``: changes that fit by chance more easily, or in several places at once.
    """
    tree = source(function)
    if tree is None or any(isinstance(node, (ast.While, ast.Global)) for node in ast.walk(tree)):
        return None
    module, second, end = ast.Module([tree], []), None, time.process_time() + PATIENCE
    changes = list(_changes(tree, function))
    changes = _rarer(changes) if rarer else [change for change in changes if change.rank < RARE]
    for change in sorted(changes, key=lambda change: change.rank):
        if time.process_time() > end:
            break
        try:
            with change.made():
                names = dict(function.__globals__)
                exec(compile(ast.fix_missing_locations(module), "<mended>", "exec"), names)
                left = rest(names[tree.name], second is None and change.rank in (1, 2, 3))
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
            new = ast.For(loop.target, _parse(over), loop.body, [])
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
    for rank, why, pattern, meant in _rules().get(type(node), ()):
        found: dict[str, Any] = {}
        if _matches(pattern, node, found):
            yield rank, why.replace(" f ", f" {_text(found.get('f'))} "), _filled(meant, found)
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
            with contextlib.suppress(SyntaxError):
                if ast.unparse(new := _parse(text)) != whole:
                    yield rank, new


def _other_calls(node: ast.Call) -> Iterator[tuple[float, str, ast.expr]]:
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
            yield 1, f"`{value}` has too few digits", _parse(text)
    last = node is getattr(parent, "right", None) and isinstance(parent.op, (ast.Mult, ast.Div))
    if type(value) is int and value > 1 and (last or isinstance(parent, ast.Call)):
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


def unused(tree: ast.FunctionDef) -> list[str]:
    """The arguments that stand nowhere in the function's body."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return [arg.arg for arg in tree.args.args if arg.arg not in names]


# --- rules: a pattern is code in which small letters stand for any piece ---


@functools.cache
def _rules() -> dict[type, list[tuple[int, str, ast.expr, ast.expr]]]:
    """The rules, by the kind of code that they change."""
    rules: dict[type, list] = {}
    rank, why = 0, ""
    for line in RULES.strip().splitlines():
        if not line.startswith(" "):
            rank, why = int(line[0]), line[3:]
            continue
        for rule in line.split(";"):
            pattern, meant = map(_parse, rule.split("->"))
            rules.setdefault(type(pattern), []).append((rank, why, pattern, meant))
    return rules


def _parse(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def _text(func: Any) -> str:
    return getattr(func, "attr", None) or getattr(func, "id", None) or str(func or "")


def _matches(pattern: Any, node: Any, found: dict[str, Any]) -> bool:
    """Whether a piece of code is of the form of a pattern; its letters are put into found."""
    if isinstance(pattern, ast.LShift):
        found["<<"] = node
        return isinstance(node, ast.operator)
    if isinstance(pattern, ast.Name) and len(pattern.id) == 1:
        found[pattern.id] = node
        return isinstance(node, ast.Name if pattern.id == "x" else ast.expr)
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
    if isinstance(meant, ast.LShift):
        return found["<<"]
    if isinstance(meant, ast.Name) and meant.id in found:
        return found[meant.id]
    if isinstance(meant, ast.Attribute) and meant.attr == "f" and isinstance(found.get("f"), str):
        return ast.Attribute(_filled(meant.value, found), found["f"], meant.ctx)
    if isinstance(meant, ast.AST):
        return type(meant)(**{k: _filled(v, found) for k, v in ast.iter_fields(meant)})
    return [_filled(part, found) for part in meant] if isinstance(meant, list) else meant
