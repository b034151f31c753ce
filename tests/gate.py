"""What a stored notebook must be: checks that return problems, each of them one sentence.

nbval runs the cells and compares what they print and draw. The checks here read the files, and see
what nbval does not; `rerun_problem`, called for each cell that nbval passes, compares the pictures.
A problem names the notebook and the cell, says what is wrong, and what mends it.
"""

import ast
import base64
import copy
import functools
import io
import json
import re
import runpy
import subprocess
import sys
import tempfile
from collections import Counter
from importlib import metadata
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import nbformat

ROOT = Path(__file__).resolve().parents[1]
FIGURE = "application/vnd.lessonlib.figure+json"
IGNORE, RAISES = "nbval-ignore-output", "raises-exception"
MOST_WORDS = 160  # in a cell of prose

ID = re.compile(r"[a-z]+[0-9]?(-([a-z]+[0-9]?|[0-9]+))*")
PATH = re.compile(
    r"(?:^|(?<=[\s\"'(=\[,]))(?:/|~[\\/]|file:/+)[A-Za-z_][^\s\"'()]*|\b[A-Z]:[\\/]\w[^\s\"'()]*",
    re.MULTILINE,
)
SCALAR = re.compile(r"\bnp\.(?:(?:float|complex|u?int)\d+\(|str_\(|bool\(|True_|False_)")
# What differs from one run or machine to the next, or says nothing: how it looks, and the remedy.
UNSTABLE = {
    "an object's address": (re.compile(r"\bat 0x[0-9a-fA-F]+"), "print what the object holds"),
    "an object's name": (
        re.compile(r"<(?:Figure|Axes|matplotlib\.|module |function )[^>]*>?"),
        "print its value, or end the cell with show(...)",
    ),
    "a numpy scalar": (SCALAR, "print it through an f-string or float(...)"),
    "a path of one machine": (PATH, "leave it out"),
    "a time": (
        re.compile(r"\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\b\d?\d:\d\d:\d\d\b|\bWall time:"),
        "leave it out",
    ),
    "a colour code": (re.compile("\x1b\\["), "print plain text"),
    "a negative zero": (
        re.compile(r"(?<![\w.)\]])[-−]0(?:\.0*)?(?![\w.])"),
        "add 0.0 before printing",
    ),
}
COLOUR_CODE = re.compile("\x1b\\[[0-9;]*m")

# A link around an image is two: [![words](image)](target).
LINK = re.compile(r"(?:\[([^\]\n]*))?\]\(([^)\s]+)[^)]*\)|<a\s[^>]*?href=(\")([^\"]+)\"")
HEADING = re.compile(r"^ {0,3}#{1,6} +(.+?) *#* *$", re.MULTILINE)
CODE_BLOCK = re.compile(r"```.*?```", re.DOTALL)
NOT_PROSE = re.compile(CODE_BLOCK.pattern + r"|`[^`\n]*`|\$\$.*?\$\$|\$[^$\n]+\$", re.DOTALL)
NO_ALT = re.compile(r"!\[\s*\]|<img(?![^>]*\balt=.\w)")
ROW = re.compile(
    r"\| *(?P<number>\d\d) *\| *\[(?P<title>[^\]]+)\]\([^)]*?(?P<file>[\w-]+\.ipynb)\) *"
    r"\| *(?P<skill>[^|]+?) *\| *(?P<minutes>\d+) *\|.*"
)


class Lesson:
    """A notebook as it is stored: nothing is mended on the way in."""

    def __init__(self, path):
        self.path, self.name, self.number = path, path.name, path.name[:2]
        self.text = path.read_text(encoding="utf-8")
        self.notebook = nbformat.v4.reads(self.text)
        self.cells = self.notebook.get("cells", [])
        self.code = [cell for cell in self.cells if cell.cell_type == "code"]
        self.prose = [cell for cell in self.cells if cell.cell_type == "markdown"]
        self.store = f"run `make notebooks LESSON={self.number}`"

    def place(self, cell):
        if cell is None:
            return self.name
        # By identity: two cells may be equal.
        position = next(n for n, one in enumerate(self.cells, 1) if one is cell)
        return f"{self.name}, cell {cell.get('id') or f'number {position}'}"

    @property
    def title(self):
        return self.cells[0]

    @property
    def heading(self):
        found = re.match(r"# (.+)", self.title.source)
        return found and found[1]

    @property
    def minutes(self):
        found = re.search(r"\*\*Time\*\* (\d+) minutes", self.title.source)
        return found and found[1]


def lessons(root=ROOT):
    return [Lesson(path) for path in sorted((root / "notebooks").glob("*.ipynb"))]


def notebook_problems(lesson):
    """Everything that is wrong in one notebook."""
    for checks in ((schema,), NOTEBOOK_CHECKS, (normal_form,)):
        found = [
            f"{lesson.place(cell)} {text}." for check in checks for cell, text in check(lesson)
        ]
        if found:
            return found  # what comes later would say the same again, less clearly
    return []


def repository_problems(check, root=ROOT):
    """What one of the REPOSITORY_CHECKS finds."""
    return [f"{text}." for text in check(root)]


# The checks of one notebook: each yields (cell or None, what is wrong and what mends it).


def schema(lesson):
    """A file that breaks the format opens in one program and not in the next."""
    form = lesson.notebook.get("nbformat"), lesson.notebook.get("nbformat_minor")
    if form != (4, 5):
        yield None, f"is in format {form[0]}.{form[1]}: save it in JupyterLab as 4.5"
        return
    for cell in lesson.cells:
        kind = f"{cell.cell_type}_cell"
        try:
            nbformat.validate({**cell, "id": "x"}, ref=kind, version=4, version_minor=5)
        except nbformat.ValidationError as error:
            yield cell, f"breaks the notebook format ({error.message[:200]}): mend the file"


def ids(lesson):
    """Ids name a cell in reports, reviews and links: each has one, that one can read."""
    counts = Counter(cell.get("id") for cell in lesson.cells)
    for cell in lesson.cells:
        name = cell.get("id")
        if not name:
            yield cell, "has no id: give it a readable one, such as entropy-run"
        elif counts[name] > 1:
            yield cell, f"shares its id with {counts[name] - 1} other: give each an id of its own"
        elif not ID.fullmatch(name):
            yield cell, "has an id that says nothing: use words and hyphens, such as entropy-run"


def executed(lesson):
    """Counts 1…n say that every cell ran once, from the top, in a fresh kernel."""
    if lesson.code and not any(cell.outputs for cell in lesson.code):
        yield None, f"stores no output at all: {lesson.store}"
        return
    for count, cell in enumerate(lesson.code, 1):
        if not cell.source.strip():
            yield cell, "is an empty code cell: fill it or delete it"
        elif cell.execution_count is None:
            yield cell, f"was never executed: {lesson.store}"
        elif cell.execution_count != count:
            yield cell, f"has count {cell.execution_count} in place of {count}: {lesson.store}"


def tags(lesson):
    """Nothing is waved through but sliders, whose outputs have random names."""
    for cell in lesson.cells:
        given = cell.metadata.get("tags", [])
        for tag in sorted(set(given) - {IGNORE, RAISES}):
            yield cell, f"has the unknown tag {tag}: remove it"
        if IGNORE in given and not is_slider(cell.source):
            yield cell, f"is more than a slider: keep imports and explore(...), or untag {IGNORE}"
        if IGNORE in given and cell.get("outputs"):
            yield cell, f"stores an output that nothing compares: {lesson.store}"
        if cell.cell_type == "code" and re.search(r"#.*(NBVAL|PYTEST_VALIDATE)_", cell.source):
            yield cell, "has a comment that switches its comparison off: remove it"


def is_slider(source):
    """Is there nothing but imports and explore(...)?"""
    try:
        statements = ast.parse(source).body
    except SyntaxError:
        return False
    rest = [one for one in statements if not isinstance(one, ast.Import | ast.ImportFrom)]
    return bool(rest) and all(
        isinstance(one, ast.Expr) and ast.unparse(one).startswith("explore(") for one in rest
    )


def errors(lesson):
    """An error is stored where the lesson is about it, and nowhere else."""
    for cell in lesson.code:
        stored = [out.ename for out in cell.outputs if out.output_type == "error"]
        tagged = RAISES in cell.metadata.get("tags", [])
        if stored and not tagged:
            yield cell, f"stores an error, {stored[0]}: mend its code, then {lesson.store}"
        if tagged and not stored:
            yield cell, f"is tagged {RAISES} but stores no error: untag it, or {lesson.store}"


def stderr(lesson):
    """A learner takes a warning for a mistake of their own."""
    for cell in lesson.code:
        if any(out.get("name") == "stderr" for out in cell.outputs):
            yield cell, f"stores a warning (stderr): mend its cause, then {lesson.store}"


def unstable(lesson):
    """What depends on the run or the machine is untrue for everybody else."""
    for cell in lesson.cells:
        text = "\n".join(strings(cell.get("outputs", [])))
        for kind, (pattern, remedy) in UNSTABLE.items():
            if found := pattern.search(text):
                shown = found[0].replace("\x1b", "ESC")[:60]
                yield cell, f"puts out {kind} ({shown}): {remedy}, then {lesson.store}"
        if found := PATH.search(cell.source):
            yield cell, f"names a path of one machine ({found[0][:60]}): leave it out"


def strings(value):
    """All text in an output, but the pictures'."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not key.startswith("image/"):
                yield from strings(item)


def clean_metadata(lesson):
    """Kernel names, versions, times and widget state belong to a machine, not to a lesson."""
    wanted, given = notebooks_tool()["METADATA"], dict(lesson.notebook.metadata)
    if given.pop("widgets", None):
        yield None, f"stores the state of widgets: {lesson.store}"
    kernel = given.get("kernelspec", {}).get("name")
    if kernel != wanted["kernelspec"]["name"]:
        yield None, f"was saved with the kernel {kernel}, not python3: {lesson.store}"
    elif given != wanted:
        yield None, f"stores metadata of one machine, {json.dumps(given)[:200]}: {lesson.store}"
    for cell in lesson.cells:
        if extra := sorted(set(cell.metadata) - {"tags"}):
            yield cell, f"stores metadata of one run, {', '.join(extra)}: {lesson.store}"
        if any("widget" in mime for out in cell.get("outputs", []) for mime in out.get("data", {})):
            yield cell, f"stores a widget, dead without its kernel: {lesson.store}"


def figures(lesson):
    """A picture without its fingerprint is unproved; one without its caption is lost on some."""
    for cell in lesson.code:
        for output, after in pairwise([*cell.outputs, {}]):
            data = output.get("data", {})
            images = [mime for mime in data if mime.startswith("image/")]
            if FIGURE in data:
                if images != ["image/png"]:
                    yield cell, f"stores a figure without its picture: {lesson.store}"
                elif why := broken_picture(data["image/png"]):
                    yield cell, f"stores a picture that {why}: {lesson.store}"
                alt = output.metadata.get("image/png", {}).get("alt")
                if not alt or not alt.strip():
                    yield cell, f"stores a figure without alternative text: {lesson.store}"
                elif not is_captioned(alt, data, after.get("data", {})):
                    yield cell, f"stores a figure without its caption below it: {lesson.store}"
            elif images or "<img" in data.get("text/html", ""):
                use = "draw it with show(figure, caption)"
                yield cell, f"stores a picture without a fingerprint: {use}, then {lesson.store}"
    for cell in lesson.prose:
        if NO_ALT.search(NOT_PROSE.sub("", cell.source)):
            yield cell, "has a picture without alternative text: write ![what it shows](...)"


def is_captioned(alt, figure, caption):
    """Do a figure and the output below it say what the alternative text says?"""
    markdown = re.sub(r"\\(.)", r"\1", caption.get("text/markdown", ""))
    said = figure.get("text/plain"), caption.get("text/plain"), markdown
    return said == (f"Figure: {alt}", alt, f"**Figure.** {alt}")


@functools.cache
def broken_picture(png):
    """Why a PNG shows nothing, or None."""
    try:
        darkest, lightest = picture(png).convert("L").getextrema()
    except (OSError, ValueError):
        return "no program can open"
    return None if lightest - darkest > 64 else "is blank"


def picture(png):
    from PIL import Image  # matplotlib brings it

    return Image.open(io.BytesIO(base64.b64decode(png))).convert("RGB")


def length(lesson):
    """One idea a cell: prose without a break is not read."""
    for cell in lesson.prose:
        if (words := len(cell.source.split())) > MOST_WORDS:
            yield cell, f"has {words} words, over {MOST_WORDS}: split it"


def normal_form(lesson):
    """`make notebooks` would store the same bytes, so that a diff shows what was changed."""
    again = copy.deepcopy(lesson.notebook)
    notebooks_tool()["normalise"](again)
    if nbformat.writes(again).rstrip("\n") + "\n" != lesson.text:
        yield None, f"is not stored as `make notebooks` stores it: {lesson.store}"


@functools.cache
def notebooks_tool():
    return runpy.run_path(str(ROOT / "tools" / "notebooks.py"))


NOTEBOOK_CHECKS = (
    ids,
    executed,
    tags,
    errors,
    stderr,
    unstable,
    clean_metadata,
    figures,
    length,
)


# The checks of the repository: each yields sentences.


def set_up(root):
    """One set-up cell for all, so that what is tried in one lesson holds for each."""
    first = [(lesson, lesson.code[0]) for lesson in lessons(root)]
    usual = Counter(cell.source for _, cell in first).most_common(1)[0][0]
    for lesson, cell in first:
        if cell.source != usual:
            yield f"{lesson.place(cell)} differs from the other lessons' set-up cell: copy theirs"
    if address(root) not in usual:
        yield f"the set-up cells do not name {address(root)}: run `make address`"


def set_up_anywhere(root):
    """nbval starts a lesson in its folder, other programs elsewhere: set-up must not care."""
    lesson = lessons(root)[0]
    with tempfile.TemporaryDirectory() as folder:
        said = last_words(lesson.code[0].source, folder)
    if said:
        why = "it must not depend on the working directory"
        yield f"{lesson.place(lesson.code[0])} is not silent in an empty folder ({said}): {why}"


def last_words(source, folder):
    """The last line that a cell puts out when it is run in a folder, or None."""
    source = (
        f"import os, sys\n_before = os.getcwd(), list(sys.path)\n{source}\n"
        "if (os.getcwd(), sys.path) != _before:\n"
        "    print('it changes the working directory or sys.path')"
    )
    quiet = ["--no-banner", "--no-term-title", "--HistoryManager.enabled=False"]
    ipython = [sys.executable, "-m", "IPython", *quiet, "-c", source]
    run = subprocess.run(ipython, cwd=folder, capture_output=True, text=True, errors="replace")
    lines = COLOUR_CODE.sub("", run.stdout + run.stderr).split("\n")
    return next((line for line in reversed(lines) if line.strip()), None)


def address(root):
    """The repository's one address."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    return re.search(r'^Repository = "(.+)"', text, re.MULTILINE)[1]


def launch_links(root):
    """A badge opens the lesson that it stands in, from the one address."""
    place = address(root).removeprefix("https://github.com/")
    readme = (root / "README.md").read_text(encoding="utf-8")
    texts = [(f"README.md, row {row['number']}", row["file"], row[0]) for row in rows(readme)]
    badges = re.sub(r"^\|.*", "", readme, flags=re.MULTILINE)
    texts.append(("README.md, above its table,", lessons(root)[0].name, badges))
    for lesson in lessons(root):
        texts.append((lesson.place(lesson.title), lesson.name, lesson.title.source))
        for cell in lesson.prose[1:]:
            if any(is_launch(url) for _, url in links_in(cell.source)):
                yield f"{lesson.place(cell)} has a launch link: keep them in the title cell"
    for where, name, text in texts:
        given = {url for _, url in links_in(text) if is_launch(url)}
        wanted = {
            f"https://colab.research.google.com/github/{place}/blob/main/notebooks/{name}",
            f"https://mybinder.org/v2/gh/{place}/main?urlpath=lab/tree/notebooks/{name}",
        }
        for url in sorted(wanted ^ given):
            wrong = "lacks the launch link" if url in wanted else "has the wrong launch link"
            yield f"{where} {wrong} {url}: run `make address`, or mend it by hand"


def is_launch(url):
    return "colab.research.google.com/" in url or "mybinder.org/v2/" in url


def links(root):
    """A link inside the repository leads to a file and a heading that are there."""
    pages = [root / "README.md", *sorted((root / ".github").glob("*.md"))]
    texts = [(p.relative_to(root).as_posix(), p, p.read_text(encoding="utf-8")) for p in pages]
    for lesson in lessons(root):
        texts += [(lesson.place(cell), lesson.path, cell.source) for cell in lesson.prose]
    for where, path, text in texts:
        for words, target in links_in(text):
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


def links_in(text):
    """(words, target) of each link and image."""
    for words, target, quote, href in LINK.findall(NOT_PROSE.sub("code", text)):
        yield words, href if quote else target


def exists(path):
    """Is there a file, spelt like that? macOS and Windows would forgive a capital."""
    return path.exists() and path.name in {one.name for one in path.parent.iterdir()}


def anchors(path):
    """What a link to a heading may say: JupyterLab's form for a notebook, GitHub's for Markdown."""
    if path.suffix == ".ipynb":
        text = "\n\n".join(cell.source for cell in Lesson(path).prose)
    else:
        text = path.read_text(encoding="utf-8")
    titles = HEADING.findall(CODE_BLOCK.sub("", text))
    titles = [re.sub(r"[*`]|\]\([^)]*\)|\[", "", title) for title in titles]
    if path.suffix != ".ipynb":
        titles = [re.sub(r"[^\w\- ]", "", title.lower()) for title in titles]
    named = re.findall(r"<a\s[^>]*?(?:id|name)=\"([^\"]+)\"", text)
    return {title.replace(" ", "-") for title in titles} | set(named)


def listed(root):
    """README and lesson 00 list each lesson once, and say of it what it says itself."""
    found = lessons(root)
    tables = {
        "README.md": rows((root / "README.md").read_text(encoding="utf-8")),
        found[0].name: rows("\n".join(cell.source for cell in found[0].prose)),
    }
    for lesson in found:
        if not lesson.heading or not lesson.minutes:
            must = "must begin with '# ' and its title, and say '**Time** 20 minutes'"
            yield f"{lesson.place(lesson.title)} {must}"
            continue
        own = [
            (where, r) for where, table in tables.items() for r in table if r["file"] == lesson.name
        ]
        for where, table in tables.items():
            times = sum(row["file"] == lesson.name for row in table)
            if times != 1:
                form = "| 01 | [title](file) | afterwards you can | minutes |"
                yield f"{where} lists {lesson.name} {times} times: it must have one row '{form}'"
        for where, row in own:
            yield from wrong_row(where, row, lesson)
        if len({row.group("number", "title", "skill", "minutes") for _, row in own}) > 1:
            yield f"README.md and {found[0].name} differ about {lesson.name}: make the rows alike"
    for where, table in tables.items():
        numbers = [row["number"] for row in table]
        if numbers != sorted(numbers):
            yield f"{where} lists the lessons in the order {' '.join(numbers)}: sort the rows"


def rows(text):
    """The rows of a table of lessons."""
    return [row for line in text.splitlines() if (row := ROW.fullmatch(line.strip()))]


def wrong_row(where, row, lesson):
    says = f"{where} says of {lesson.name}"
    if row["number"] != lesson.number:
        yield f"{says} that it is number {row['number']}: write {lesson.number}"
    if row["minutes"] != lesson.minutes:
        yield f"{says} {row['minutes']} minutes, its title cell {lesson.minutes}: make them agree"
    # A table has room for a part of the title, or for the file's name.
    if row["title"].lower() not in f"{lesson.heading}\n{lesson.name.replace('_', ' ')}".lower():
        yield f"{says} the title '{row['title']}', itself '{lesson.heading}': make them agree"


REPOSITORY_CHECKS = (set_up, set_up_anywhere, launch_links, links, listed)


# What a run shows and nbval does not compare.


def rerun_problem(cell, now):
    """What is wrong with the outputs of a cell that was run again, or None."""
    if any(output.get("name") == "stderr" for output in now):
        return "This cell wrote to stderr"  # a slider: nbval compares none of its outputs
    if IGNORE in cell.metadata.get("tags", []):
        return None
    if kinds(cell.outputs) != kinds(now):
        return "The outputs come in another order, or as another kind, than they are stored"
    if draws_like_the_lock():
        for stored, drawn in zip(pictures(cell.outputs), pictures(now), strict=True):
            if differ(stored, drawn):
                return "The stored picture is not what this cell draws"
    return None


def kinds(outputs):
    """What sorts of output there are, in the order in which each first comes."""
    sorts = [(out.output_type, out.get("name"), *sorted(out.get("data", {}))) for out in outputs]
    return list(dict.fromkeys(sorts))


def pictures(outputs):
    return [out.data["image/png"] for out in outputs if "image/png" in out.get("data", {})]


@functools.cache
def draws_like_the_lock():
    """Other releases of matplotlib set letters otherwise; other systems may."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = re.findall(r"^matplotlib==([\w.]+)", lock, re.MULTILINE)
    return sys.platform == "linux" and [metadata.version("matplotlib")] == locked


def differ(one, other):
    """Is there a pixel in which two pictures visibly differ?"""
    from PIL import ImageChops

    one, other = picture(one), picture(other)
    if one.size != other.size:
        return True
    return any(most > 16 for _, most in ImageChops.difference(one, other).getextrema())
