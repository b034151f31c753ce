"""What is written of the lessons from the lessons: tables, times, numbers, links, set-up, folds.

`make notebooks` writes all of it; the gate asks whether that is what is stored.
"""

import copy
import itertools
import re
import sys

# For addresses, which no notebook has, jsonschema would read a grammar: a second in each process.
sys.modules["rfc3987_syntax"] = None

SET_UP = """\
# @title Set-up: run this cell. It is silent where lessonlib is there, and installs it elsewhere.
import importlib.util

if importlib.util.find_spec("lessonlib") is None:
    repository = "https://github.com/{address}"
    if "_" in repository.split("/")[3]:  # no GitHub name has an underscore: not yet set
        raise ModuleNotFoundError(
            "lessonlib is missing, and this copy does not know its repository: "
            "clone the lessons and run 'make lab', or write the address into this cell."
        )
    %pip install --quiet --no-deps "lessonlib @ {{repository}}/archive/refs/heads/main.zip"
    importlib.invalidate_caches()
    if importlib.util.find_spec("lessonlib") is None:
        raise ModuleNotFoundError(
            f"lessonlib could not be installed from {{repository}}: "
            "let this notebook use the internet, and run this cell again."
        )"""
IGNORE = "nbval-ignore-output"
# JupyterLab shows the first line of a folded output, so that line must not hold the answer.
COVER = {
    "output_type": "display_data",
    "data": {"text/plain": "Guess first, then run this cell."},
    "metadata": {},
}

ADDRESS = re.compile(r'^Repository = "https://github\.com/([^"/]+/[^"/]+)"$', re.MULTILINE)
HEADING = re.compile(r"# (?:\d\d · )?(.+)")
SKILL = re.compile(r"\*\*After this (?:lesson|page) you can\*\* (.+?)[.:](?=\s)")
TIME = re.compile(r"\*\*Time\*\*[^·,\n]*?(?=,| ·|\n|$)")
LINKS = re.compile(r"(?:\s*·\s*|\s+)\[(?:Run in the browser|Open in \w+)\].*\Z", re.DOTALL)
SECTION = re.compile(r"^## (\d+) · ", re.MULTILINE)
CHECK = re.compile(r"^check\(", re.MULTILINE)
SLIDER = re.compile(r"^explore\(", re.MULTILINE)
TABLE = re.compile(r"^\|[^|\n]*\| lesson \|.*(?:\n\|.*)*", re.MULTILINE)
BADGE = [
    re.compile(rf"https://{place}/[^)\s]*")
    for place in (
        r"[\w-]+\.github\.io/[^)\s]*lite",
        r"colab\.research\.google\.com",
        r"mybinder\.org",
    )
]


def address(pyproject):
    """The repository's one address, as owner/name."""
    return ADDRESS.search(pyproject)[1]


def derive(where, lessons, readme):
    """Write into notebooks, {file name: notebook}, what is derived; return README's text."""
    names = sorted(lessons)
    for name in names:
        cells = lessons[name].cells
        set_up = next((cell for cell in cells if cell.id == "set-up"), None)
        if set_up is None or set_up.cell_type != "code":
            sys.exit(f"{name} has no code cell with the id set-up: put one above the imports.")
        set_up.source = SET_UP.format(address=where)
        set_up.metadata |= {"cellView": "form", "jupyter": {"source_hidden": True}}
        fold(cells)
        tag(cells)
        number(cells)
        cells[0].source = title(where, name, names, cells)
    table = table_of_lessons({name: lessons[name].cells for name in names})
    start = next((cell for cell in lessons[names[0]].cells if TABLE.search(cell.source)), None)
    if start is None:
        sys.exit(f"{names[0]} has no table of lessons: write its head, | no. | lesson |.")
    start.source = put(table, TABLE, start.source, names[0])
    folder = re.sub(r"\]\((\d\d_)", r"](notebooks/\1", table)
    readme = put(folder, TABLE, readme, "README.md")
    for url, link in zip(BADGE, launch(where, names[0]).values(), strict=True):
        readme = put(link, url, readme, "README.md")
    return readme


def put(new, pattern, text, where):
    """The text with the one derived for whatever a pattern finds in it."""
    changed, times = pattern.subn(lambda _: new, text)
    if not times:
        sys.exit(f"{where} has no place for what is derived: {new[:60]}…")
    return changed


def pages(where):
    """The address that GitHub Pages gives to a repository's site."""
    owner, name = where.split("/")
    return f"https://{owner}.github.io/" + (f"{name}/" if name != f"{owner}.github.io" else "")


def launch(where, name):
    """Where a notebook opens with nothing to install; Notebook 7 fits a telephone too."""
    return {
        "Run in the browser": f"{pages(where)}lite/notebooks/index.html?path={name}",
        "Open in Colab": f"https://colab.research.google.com/github/{where}/blob/main/notebooks/{name}",
        "Open in Binder": f"https://mybinder.org/v2/gh/{where}/main?urlpath=notebooks/notebooks/{name}",
    }


def title(where, name, names, cells):
    """The title cell, with the lesson's time and length, and the links below it."""
    exercises = sum(bool(CHECK.search(cell.source)) for cell in cells)
    sections = sum(len(SECTION.findall(cell.source)) for cell in cells)
    time = f"**Time** {minutes(cells)} minutes"
    if sections:
        time += f" for {sections} sections and {exercises} exercises"
    source = put(time, TIME, LINKS.sub("", cells[0].source), f"{name}, cell {cells[0].id}")
    links = [f"[{words}]({url})" for words, url in launch(where, name).items()]
    place = names.index(name)
    if place:
        links.append(f"[← lesson {names[place - 1][:2]}]({names[place - 1]})")
        links.append(f"[all lessons]({names[0]})")
    if name != names[-1]:
        links.append(f"[lesson {names[place + 1][:2]} →]({names[place + 1]})")
    return f"{source}\n\n{' · '.join(links)}"


def table_of_lessons(lessons):
    lines = ["| no. | lesson | afterwards you can | minutes |", "|---|---|---|---|"]
    for name, cells in lessons.items():
        heading, skill = HEADING.match(cells[0].source), SKILL.search(cells[0].source)
        if not heading or not skill:
            must = "must begin with '# NN · title' and say '**After this lesson you can** do this:'"
            sys.exit(f"{name}, cell {cells[0].id} {must}.")
        words = re.split("[:,]", heading[1])[0]
        if heading[0] == f"# {heading[1]}":  # a title without a number: the first page's
            words = name[3:].removesuffix(".ipynb").replace("_", " ").capitalize()
        lines.append(f"| {name[:2]} | [{words}]({name}) | {skill[1]} | {minutes(cells)} |")
    return "\n".join(lines)


def minutes(cells):
    """How long a lesson takes, to five minutes. CONTRIBUTING has the rule in words."""
    total = 0
    for cell in cells:
        lines = sum(bool(line.strip()) for line in cell.source.splitlines())
        if cell.cell_type == "markdown":
            words = re.findall(r"\w+", re.sub(r"\]\([^)]*\)", "]", cell.source))
            total += len(words) / 150 + cell.source.count("$$") + ("**Predict" in cell.source) / 2
        elif CHECK.search(cell.source):
            total += 4 if "def " in cell.source else 1
        elif cell.id != "set-up":
            total += lines / 8
        total += 1.5 * sum("image/png" in out.get("data", {}) for out in cell.get("outputs", []))
    return max(5, 5 * round(total / 5))


def fold(cells):
    """Fold what answers a Predict: the outputs of the cells below it, up to the next text.

    A cell to be answered comes in between, and a slider has nothing stored.
    """
    guessing = answered = False
    for cell in cells:
        if cell.cell_type == "markdown":
            guessing = "**Predict" in cell.source or (guessing and not answered)
            answered = False
            continue
        outputs = [output for output in cell.outputs if output != COVER]
        hidden = bool(guessing and outputs and not CHECK.search(cell.source))
        cell.outputs = [type(cell)(copy.deepcopy(COVER))] * hidden + outputs
        if hidden:
            cell.metadata["jupyter"] = {"outputs_hidden": True}
            answered = True
        elif cell.id != "set-up":
            cell.metadata.pop("jupyter", None)


def tag(cells):
    """Let nbval pass over the sliders, whose outputs have random names, and over nothing else."""
    for cell in cells:
        cell.metadata.pop("tags", None)
        if cell.cell_type == "code" and SLIDER.search(cell.source):
            cell.metadata["tags"] = [IGNORE]


def number(cells):
    """Number the sections from 1 on."""
    count = itertools.count(1)
    for cell in (cell for cell in cells if cell.cell_type == "markdown"):
        cell.source = SECTION.sub(lambda _: f"## {next(count)} · ", cell.source)
