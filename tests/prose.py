"""Checks of a lesson's text, read as Markdown with formulas by a parser that knows both."""

import functools
import re
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin

PARSER = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin, allow_space=False)
UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)
NUMBER = re.compile(r"(?<![\w.\\])\d+(?:\.\d+)?(?![.]?\w)")
YEAR = re.compile(r"(?:18|19|20)\d\d")


@functools.cache
def nodes(text):
    """Every part of a text, each followed by those inside it."""
    return list(SyntaxTreeNode(PARSER.parse(text)).walk())


def words(node):
    return "".join(leaf.content for leaf in node.walk() if not leaf.children)


def links(text):
    """(words, target, is it a picture?) of each link and picture."""
    targets = {"link": "href", "image": "src"}
    found = [node for node in nodes(text) if node.type in targets]
    return [(words(one), one.attrs[targets[one.type]], one.type == "image") for one in found]


def headings(text):
    """The words of each heading."""
    return [words(node) for node in nodes(text) if node.type == "heading"]


# The checks: each is given a lesson and yields (cell, what is wrong and what mends it).


def formulas(lesson):
    """A dollar or a brace that is lost makes the rest of a cell unreadable."""
    for cell in lesson.prose:
        for node in nodes(cell.source):
            if node.type == "text" and "$" in node.content:
                yield cell, f"has a $ without its partner ({node.content[:40]!r}): close it"
            if node.type.startswith("math"):
                plain = re.sub(r"\\.", "", node.content)
                if plain.count("{") != plain.count("}"):
                    yield cell, f"has a brace without its partner ({node.content.strip()[:40]})"


def tables(lesson):
    """A row that lacks a cell is filled up in silence, and says something else."""
    for cell in lesson.prose:
        lines = cell.source.splitlines()
        for table in (node for node in nodes(cell.source) if node.type == "table"):
            rows = [line.strip() for line in lines[slice(*table.map)]]
            widths = [len(re.findall(r"(?<!\\)\|", re.sub(r"`[^`]*`", "", row))) for row in rows]
            for row, width in zip(rows, widths, strict=True):
                if width != widths[0]:
                    yield cell, f"has a row of {width - 1} cells, not {widths[0] - 1} ({row[:40]})"
            if re.search(r"(?<!\\)\|\s*\|", rows[0]):
                yield cell, f"has a column without a name ({rows[0][:40]}): say what it holds"


def unseen(lesson):
    """What nobody sees is in nobody's way until it is searched for."""
    for cell in lesson.cells:
        if found := UNSEEN.search(cell.source):
            yield cell, f"has a character that nobody sees (U+{ord(found[0]):04X}): remove it"
        if CONFLICT.search(cell.source):
            yield cell, "holds the marks of a merge that was not finished: choose a side"


def order(lesson):
    """Where a lesson has X-predict, X-run and X-explain, they come in this order."""
    places = {cell.id: (place, cell) for place, cell in enumerate(lesson.cells)}
    for name in [key.removesuffix("-predict") for key in places if key.endswith("-predict")]:
        steps = [places.get(f"{name}-{step}") for step in ("predict", "run", "explain")]
        if all(steps) and steps != sorted(steps, key=lambda step: step[0]):
            yield steps[0][1], f"is not above {name}-run and {name}-explain: predict, run, explain"


def folds(lesson):
    """What answers a Predict is behind a click, in the text as in the output above it."""
    for above, below in pairwise(lesson.cells):
        first = below.source.split("\n\n")[0]
        asks = first.startswith(("<details>", "#")) or "**Predict" in first
        if is_folded(above) and below.cell_type == "markdown" and not asks:
            why = "stands open below a folded output: fold what answers the Predict"
            yield below, f"{why} ({first[:40]!r})"
    explained = False
    for cell in lesson.cells:
        if cell.cell_type == "markdown" or "check(" in cell.source:
            explained = cell.source.startswith("<details>")
        elif explained and not is_folded(cell) and "image/png" in str(cell.outputs):
            yield cell, "shows what the text above it folds: put it above that text"


def answers(lesson):
    """No number of four digits in a folded output stands in its code, or open in the next cells."""
    told = set()
    for place, cell in enumerate(lesson.cells):
        if is_folded(cell):
            after = [one for one in lesson.cells[place + 1 :] if not is_folded(one)][:2]
            near = {number for one in (cell, *after) for number in longer(unfolded(one))}
            for number in sorted((longer(printed(cell)) & near) - told):
                yield cell, f"prints {number}, which can be read before it is run: fold or move it"
        told |= longer(unfolded(cell))


def is_folded(cell):
    return "outputs_hidden" in cell.metadata.get("jupyter", {})


def printed(cell):
    """The text that a code cell puts out, captions with it."""
    outputs = [out.get("text", out.get("data", {}).get("text/plain")) for out in cell.outputs]
    return "\n".join(str(text) for text in outputs)


def unfolded(cell):
    """What is to be seen of a cell before anything is clicked."""
    if cell.cell_type == "markdown":
        return re.sub("<details>.*?</details>", "", cell.source, flags=re.DOTALL)
    return cell.source if is_folded(cell) else f"{cell.source}\n{printed(cell)}"


def longer(text):
    return {number for number in NUMBER.findall(ungrouped(text)) if is_long(number)}


def numbers(lesson):
    """A number of four or more digits in the text stands in a cell of the lesson, or below it."""
    outputs = [output for cell in lesson.code for output in cell.outputs]
    shown = [cell.source for cell in lesson.code]
    shown += [str(output.get("text", output.get("data"))) for output in outputs]
    shown = ungrouped("\n".join(shown))
    for cell in lesson.prose:
        said = [n.content for n in nodes(cell.source) if n.type == "text" or "math" in n.type]
        for number in NUMBER.findall(ungrouped("\n".join(said))):
            if is_long(number) and number not in shown:
                yield cell, f"says {number}, which no cell of the lesson shows: compute it"


def ungrouped(text):
    """The text with 2,400 and 2_400 written 2400."""
    return re.sub(r"(?<=\d)[,_](?=\d{3})", "", text)


def is_long(number):
    digits = number.replace(".", "").removeprefix("0") if "." in number else number.strip("0")
    return len(digits) >= 4 and not YEAR.fullmatch(number)


CHECKS = (formulas, tables, unseen, order, folds, answers, numbers)
