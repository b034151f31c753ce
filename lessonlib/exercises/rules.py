"""What a piece of code may have been meant to be: rules, written as code.

A pattern is code in which small letters stand for any piece.
"""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterator
from typing import Any

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
            pattern, meant = map(parse, rule.split("->"))
            rules.setdefault(type(pattern), []).append((rank, why, pattern, meant))
    return rules


def meant(node: ast.expr) -> Iterator[tuple[int, str, ast.expr]]:
    """(rank, why, what may have been meant) for a piece of code, by the rules."""
    for rank, why, pattern, new in _rules().get(type(node), ()):
        found: dict[str, Any] = {}
        if _matches(pattern, node, found):
            yield rank, why.replace(" f ", f" {name(found.get('f'))} "), _filled(new, found)


def parse(text: str) -> ast.expr:
    return ast.parse(text.strip(), mode="eval").body


def name(func: Any) -> str:
    """What a function is called."""
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
