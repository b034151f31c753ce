"""What a stored notebook must be: checks that return problems, each of them one sentence.

The checks here read the files; what a run shows is compared by nbval and nbval_report.py. A problem
names the notebook and the cell, says what is wrong, and what mends it.
"""

import re
from itertools import zip_longest
from pathlib import Path
from urllib.parse import unquote

import derive
import prose
import sheet

import notebooks as tool

ROOT = Path(__file__).resolve().parents[1]
FIGURE = "application/vnd.lessonlib.figure+json"
MOST_WORDS = 160  # in a cell of prose
MOST_LINES = 200  # in an output

ID = re.compile(r"[a-z]+[0-9]?(-([a-z]+[0-9]?|[0-9]+))*")
PATH = re.compile(
    r"(?:^|(?<=[\s\"'(=\[,]))(?:/|~[\\/]|file:/+)[A-Za-z_][^\s\"'()]*|\b[A-Z]:[\\/]\w[^\s\"'()]*",
    re.MULTILINE,
)
# What differs from one run or machine to the next, or says nothing: how it looks, and the remedy.
UNSTABLE = {
    "an object's address": (r"\bat 0x[0-9a-fA-F]+", "print what the object holds"),
    "an object's name": (
        r"<(?:Figure|Axes|matplotlib\.|module |function )[^>]*>?",
        "print its value, or end the cell with show(...)",
    ),
    "a numpy scalar": (
        r"\bnp\.(?:(?:float|complex|u?int)\d+\(|str_\(|bool\(|True_|False_)",
        "print it through an f-string or float(...)",
    ),
    "a path of one machine": (PATH, "leave it out"),
    "a time": (
        r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\b\d?\d:\d\d:\d\d\b|\bWall time:",
        "leave it out",
    ),
    "a colour code": ("\x1b\\[", "print plain text"),
    "a negative zero": (r"(?<![\w.)\]])[-−]0(?:\.0*)?(?![\w.])", "add 0.0 before printing"),
}
# Code that is another tomorrow, or where the lesson lies alone, or that nobody compares.
MOVING = {
    "names a path of one machine": PATH,
    "reads a file beside the lesson": re.compile(r"[\"']\.{1,2}/[^\"']*"),
    "asks for the time": re.compile(r"[\"'](?:today|now)[\"']|\b(?:time|date|datetime)\.\w+\("),
    "switches its comparison off": re.compile(r"#.*(?:NBVAL|PYTEST_VALIDATE)_\w+"),
}


class Lesson:
    """A notebook as it is stored: nothing is mended on the way in."""

    def __init__(self, path):
        self.path, self.name, self.number = path, path.name, path.name[:2]
        self.cells = tool.read(path).cells
        self.code = [cell for cell in self.cells if cell.cell_type == "code"]
        self.prose = [cell for cell in self.cells if cell.cell_type == "markdown"]

    def place(self, cell):
        return f"{self.name}, cell {cell.id}"


def paths(root=ROOT):
    return sorted((root / "notebooks").glob("*.ipynb"))


def lessons(root=ROOT):
    return [Lesson(path) for path in paths(root)]


def notebook_problems(path):
    """Everything that is wrong in one notebook."""
    try:
        lesson = Lesson(path)
    except SystemExit as refusal:
        return [str(refusal)]
    found = [(cell, text) for check in NOTEBOOK_CHECKS for cell, text in check(lesson)]
    return [f"{lesson.place(cell)} {text}." for cell, text in found]


def repository_problems(check, root=ROOT):
    """What one of the REPOSITORY_CHECKS finds."""
    try:
        return [f"{text}." for text in check(root)]
    except SystemExit as refusal:
        return [str(refusal)]


# The checks of one notebook: each yields (cell, what is wrong and what mends it).


def ids(lesson):
    """An id names its cell in reports, reviews and links."""
    for cell in lesson.cells:
        if not ID.fullmatch(cell.id):
            yield cell, "has an id that says nothing: use words and hyphens, such as entropy-run"


def unstable(lesson):
    """What depends on the run or the machine is untrue for everybody else."""
    for cell in lesson.code:
        text = "\n".join(strings(cell.outputs))
        for kind, (pattern, remedy) in UNSTABLE.items():
            if found := re.search(pattern, text):
                shown = found[0].replace("\x1b", "ESC")[:60]
                yield cell, f"puts out {kind} ({shown}): {remedy}, then store it anew"
        if (lines := text.count("\n")) > MOST_LINES:
            yield cell, f"puts out {lines} lines, over {MOST_LINES}: print what is talked about"
    for cell in lesson.cells:
        for does, pattern in MOVING.items():
            found = pattern.search(cell.source)
            if found and (cell.cell_type == "code" or pattern is PATH):
                yield cell, f"{does} ({found[0][:60]}): leave it out"


def strings(value):
    """All text in an output, but the pictures' and the figures' numbers."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not key.startswith("image/"):
                yield from strings(item)


def figures(lesson):
    """A picture without its fingerprint is unproved; one without words is lost on some."""
    for cell in lesson.code:
        for data in (output.get("data", {}) for output in cell.outputs):
            drawn = any(mime.startswith("image/") for mime in data)
            if (drawn or "<img" in data.get("text/html", "")) and FIGURE not in data:
                yield cell, "stores a picture without a fingerprint: draw it with show(...)"
    for cell in lesson.prose:
        for words, _, is_picture in prose.links(cell.source):
            if is_picture and not words.strip():
                yield cell, "has a picture without alternative text: write ![what it shows](...)"


def length(lesson):
    """One idea a cell: prose without a break is not read."""
    for cell in lesson.prose:
        written = sheet.TERMS.sub("", derive.TABLE.sub("", cell.source))
        words = len(re.findall(r"[^\s|]+", written))
        if words > MOST_WORDS:
            yield cell, f"has {words} words, over {MOST_WORDS}: split it"


NOTEBOOK_CHECKS = (ids, unstable, figures, length, *prose.CHECKS)


# The checks of the repository: each yields sentences.


def stored(root):
    """What `make notebooks` would write is what is there: a diff shows what was changed."""
    books = {path.name: tool.read(path) for path in paths(root)}
    for book in books.values():
        tool.normalise(book)
    for path, text in tool.rewrite(books, root).items():
        is_stored = path.read_text(encoding="utf-8") if path.exists() else ""
        lines = zip_longest(is_stored.splitlines(), text.splitlines(), fillvalue="")
        differing = [pair for pair in lines if pair[0] != pair[1]]
        if differing:
            here = path.name
            if here in books:
                pairs = zip(tool.read(path).cells, books[here].cells, strict=True)
                here += next((f", cell {new.id}" for old, new in pairs if old != new), "")
            is_there, wanted = (line.strip()[:80] for line in differing[0])
            why = f"{is_there!r} in place of {wanted!r}"
            yield f"{here} is not what `make notebooks` writes ({why}): run it"


def texts(root):
    """(where, the file, the kind of cell or none, what it says) of each page and each cell."""
    for path in (root / "README.md", *sorted((root / ".github").glob("*.md"))):
        yield path.name, path, None, path.read_text(encoding="utf-8")
    for lesson in lessons(root):
        for cell in lesson.cells:
            yield lesson.place(cell), lesson.path, cell.cell_type, cell.source


def links(root):
    """A link inside the repository leads to a file and a heading that are there."""
    for where, path, kind, text in texts(root):
        if kind == "code":
            continue
        if not text.startswith("# ") and any(url.search(text) for url in derive.BADGE):
            yield f"{where} has a launch link: keep them in the title cell"
        for words, target, _ in prose.links(text):
            if re.match(r"[a-z]+:", target):
                continue  # to the outside
            file, _, anchor = unquote(target).partition("#")
            goal = (path.parent / file).resolve() if file else path
            number = re.search(r"\blesson (\d\d)\b", words, re.IGNORECASE)
            if not exists(goal):
                yield f"{where} links to {target}, which is not there: mend the link"
            elif anchor and anchor not in anchors(goal):
                yield f"{where} links to {target}, but there is no such heading: mend the link"
            elif number and not goal.name.startswith(number[1]):
                yield f"{where} says '{words}' but links to {target}: mend one of the two"


def exists(path):
    """Is there a file, spelt like that? macOS and Windows would forgive a capital."""
    return path.exists() and path.name in {one.name for one in path.parent.iterdir()}


def anchors(path):
    """What a link to a heading may say: JupyterLab's form for a notebook, GitHub's for Markdown."""
    if path.suffix == ".ipynb":
        text = "\n\n".join(cell.source for cell in Lesson(path).prose)
        return {title.replace(" ", "-") for title in prose.headings(text)}
    titles = prose.headings(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def told(root):
    """What the texts say of Make's targets and of Python is so."""
    targets = set(re.findall(r"^([a-z-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.M))
    pyproject = (root / "pyproject.toml").read_text(encoding="utf-8")
    python = re.search(r'^requires-python = ">=([\d.]+)"', pyproject, re.M)[1]
    for where, _, _, text in texts(root):
        for target in sorted(set(re.findall(r"[`']make ([a-z-]+)", text)) - targets):
            yield f"{where} names make {target}, which the Makefile does not have: mend one of them"
        for said in set(re.findall(r"Python (\d\.\d+) or newer", text)) - {python}:
            yield f"{where} says Python {said} or newer, pyproject.toml {python}: make them agree"


def numbered(root):
    """A lesson that is named by its number is another one, and has taught what is named with it."""
    named = [
        (one.name, one.number, "\n".join(cell.source for cell in one.prose[1:]))
        for one in lessons(root)
    ]
    books = {number: text for _, number, text in named}
    table = sheet.TERMS.search(books[min(books)])[0]
    taught = {term: row[:2] for row in table.split("\n| [")[1:] for term in sheet.TERM.findall(row)}
    any_term = "|".join(sorted(taught, key=len, reverse=True))
    beside = re.compile(
        rf"({any_term})s?\**,?(?: of| from| in)? [(\[]*lesson (\d\d)|lesson (\d\d)'s ({any_term})",
        re.IGNORECASE,
    )
    for path in sorted((root / "lessonlib").glob("*/lesson[0-9][0-9].py")):
        code = path.read_text(encoding="utf-8").split("\n", 1)[1]
        named.append((f"{path.parent.name}/{path.name}", path.stem[-2:], code))
    for where, own, text in named:
        for said in re.findall(r"\blessons? (\d\d)\b", text, re.IGNORECASE):
            if said == own or said not in books:
                why = "this is it" if said == own else "there is none"
                yield f"{where} names lesson {said}, and {why}: say which is meant"
        for found in beside.finditer(text):
            term, said = (found[1] or found[4]).lower(), found[2] or found[3]
            first = next(number for one, number in taught.items() if one.lower() == term)
            if said < first or term not in books.get(said, "").lower():
                yield f"{where} says '{found[0]}', and lesson {first} teaches it: mend the number"


REPOSITORY_CHECKS = (stored, links, told, numbered)
