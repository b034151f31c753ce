"""The site that `make site` builds, served under a sub-path: its pages, and its JupyterLite.

Outputs are held against the stored ones as in JupyterLab.
"""

import functools
import hashlib
import http.server
import json
import re
import threading
import zipfile
from urllib.parse import urldefrag, urlsplit

import build_site
import derive
import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from browser import OPENED, first_asking, try_lesson, watched
from gate import ROOT, paths
from playwright.sync_api import expect

SITE = ROOT / "build/site"
NOTEBOOKS = paths()
PAGES = ["index", "search", "sheet", *(path.stem for path in NOTEBOOKS)]
PYODIDE = SITE / "lite/static/pyodide"

no_site = "the site is not tried: `make site` builds it"
pytestmark = pytest.mark.skipif(not SITE.exists(), reason=no_site)

COVERED = derive.COVER["data"]["text/plain"]
SOURCE = """async ([index, written]) => {
    const notebook = jupyterapp.shell.currentWidget;
    await notebook.context.ready;
    const { sharedModel } = notebook.content.model.cells.get(index);
    if (written) sharedModel.setSource(written);
    return sharedModel.getSource();
}"""
SAVE = "() => jupyterapp.commands.execute('docmanager:save')"
READ_PAGE = """() => ({
    formulas: document.querySelectorAll(".math").length,
    set: document.querySelectorAll("mjx-container").length,
    wrong: document.querySelectorAll("mjx-merror").length,
    images: [...document.querySelectorAll("article img")].map(img => [img.alt, img.naturalWidth]),
    links: [...document.querySelectorAll("a[href]")].map(a => a.href),
    ids: [...document.querySelectorAll("[id]")].map(element => element.id),
    wide: [...document.querySelectorAll(":root, article :not(pre)")]
        .filter(e => e === document.documentElement || getComputedStyle(e).overflowX === "auto")
        .filter(e => e.scrollWidth > e.clientWidth).map(e => e.outerHTML.slice(0, 200)),
})"""


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The address of the site, which stands below another folder as it does on GitHub Pages."""
    root = tmp_path_factory.mktemp("root")
    (root / "lessons").symlink_to(SITE)

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args):
            pass

    handler = functools.partial(Quiet, directory=root)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/lessons/"
        server.shutdown()


@pytest.fixture(scope="module")
def lite(chromium):
    context = chromium.new_context()  # one for all lessons, so that Pyodide is loaded once
    context.set_default_timeout(180_000)
    yield context
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 400)])
@pytest.mark.parametrize("name", PAGES)
def test_page(chromium, base, name, scheme, width):
    context = chromium.new_context(color_scheme=scheme, viewport={"width": width, "height": 800})
    page, problems = watched(context, base)
    page.goto(f"{base}{name}.html")
    page.evaluate("window.MathJax?.startup?.promise")
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    seen = page.evaluate(READ_PAGE)
    assert seen["set"] >= seen["formulas"]
    assert not seen["wrong"]
    assert all(alt and width for alt, width in seen["images"])
    assert not seen["wide"], "more than code scrolls sideways"
    # Without preload: axe would ask for the styles that a style sheet imports at a wrong address.
    found = Axe().run(page, options={"resultTypes": ["violations"], "preload": False}).response
    told = [(rule["id"], node["html"]) for rule in found["violations"] for node in rule["nodes"]]
    assert not told
    for link in seen["links"]:
        address, anchor = urldefrag(link)
        if address == page.url and anchor:
            assert anchor in seen["ids"], f"a link to #{anchor}, which is not there"
        elif address.startswith(base):
            place = SITE / urlsplit(address).path.removeprefix("/lessons/")
            assert place.exists(), f"a link to {link}, which is not there"
    assert not problems
    context.close()


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_page_keeps_what_the_lesson_stores(chromium, base, path):
    stored = nbformat.read(path, as_version=4).cells
    page, _ = watched(chromium.new_context(), base)
    page.goto(f"{base}{path.stem}.html")
    alts = page.eval_on_selector_all("article img", "all => all.map(img => img.alt)")
    for cell in stored:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                assert output.metadata["image/png"]["alt"] in alts, f"no alt: cell {cell.id}"
    asking = [cell.id for cell in stored if "check(" in cell.source and cell.cell_type == "code"]
    leading = page.eval_on_selector_all("p.try a", "all => all.map(a => a.href.split('=').pop())")
    assert leading == asking
    assert page.locator("a.run").get_attribute("href").endswith(f"?path={path.name}")
    twins = page.locator(".twin").all()
    assert len(twins) == sum("explore(" in cell.source for cell in stored)
    for twin in twins:
        image, caption, slider = (twin.locator(tag) for tag in ("img", "figcaption", "input"))
        before = image.get_attribute("src"), caption.inner_text()
        slider.press("ArrowRight")
        assert image.get_attribute("src") != before[0]
        assert caption.inner_text() != before[1]
        assert image.get_attribute("alt") == caption.inner_text()
        page.wait_for_function(
            "img => img.complete && img.naturalWidth", arg=image.element_handle()
        )
    folded = sum(bool(c.metadata.get("jupyter", {}).get("outputs_hidden")) for c in stored)
    hidden = page.locator("details.hide .cell_output").all()
    assert len(hidden) == folded
    for output in hidden:
        assert not output.is_visible()
    for fold in page.locator("details.hide > summary").all():
        fold.click()
    assert all(output.is_visible() for output in hidden)
    answers = sum(cell.source.count("<details>") for cell in stored)
    assert page.locator("article details:not(.hide):not([open])").count() == answers
    text = page.locator("article").inner_text()
    assert COVERED not in text
    assert "Set-up: run this cell" not in text
    page.context.close()


def open_lesson(context, base, name):
    page, problems = watched(context, base)
    page.goto(f"{base}lite/notebooks/index.html?path={name}")
    page.wait_for_function(OPENED)
    return page, problems


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_lesson_in_jupyterlite(lite, base, path):
    page, problems = open_lesson(lite, base, path.name)
    try_lesson(page, path)
    assert not problems
    page.close()


def test_try_it_shows_the_exercise_and_runs_what_stands_above(chromium, base):
    context = chromium.new_context()  # in another the lesson may be kept as it was run
    context.set_default_timeout(180_000)
    page, problems = watched(context, base)
    page.goto(f"{base}{NOTEBOOKS[0].stem}.html")
    page.locator("p.try a").first.click()
    page.wait_for_function(OPENED)
    above = f"""() => {{
        const {{ widgets, activeCellIndex }} = jupyterapp.shell.currentWidget.content;
        const above = widgets.slice(0, activeCellIndex);
        const told = JSON.stringify(above.map(cell => cell.model.toJSON()));
        return above.length && !told.includes({COVERED!r})
            && !above.some(cell => cell.promptNode?.textContent.includes("*")); }}"""
    page.wait_for_function(above)
    active = page.locator(".jp-Notebook .jp-mod-active")
    assert "check(" in active.inner_text()
    expect(active).to_be_in_viewport()
    assert not problems
    context.close()


def test_work_survives_a_reload_and_a_changed_lesson_says_so(chromium, base):
    context = chromium.new_context()
    context.set_default_timeout(60_000)
    name = NOTEBOOKS[1].name
    index = first_asking(nbformat.read(NOTEBOOKS[1], as_version=4).cells)
    page, _ = open_lesson(context, base, name)
    page.evaluate(SOURCE, [index, "guess = 3  # mine"])
    page.evaluate(SAVE)
    page.reload()
    page.wait_for_function(OPENED)
    assert page.evaluate(SOURCE, [index]) == "guess = 3  # mine"
    assert not page.locator("#edition").count()

    changed = json.loads((SITE / "lite/files" / name).read_text(encoding="utf-8"))
    changed["metadata"]["edition"] = "another"
    context.route(f"**/files/{name}*", lambda route: route.fulfill(json=changed))
    page.reload()
    page.locator("#edition").wait_for()
    page.wait_for_function(OPENED)
    assert page.evaluate(SOURCE, [index]) == "guess = 3  # mine"
    with page.expect_navigation():
        page.locator("#edition button").first.click()
    page.wait_for_function(OPENED)
    assert "mine" not in page.evaluate(SOURCE, [index])
    assert not page.locator("#edition").count()
    kept = page.evaluate("async () => (await jupyterapp.serviceManager.contents.get('')).content")
    copy = next(file["name"] for file in kept if "my copy" in file["name"])
    page.goto(f"{base}lite/notebooks/index.html?path={copy}")
    page.wait_for_function(OPENED)
    assert page.evaluate(SOURCE, [index]) == "guess = 3  # mine"
    context.close()


def test_every_place_of_pyodide_is_held_against_the_lock(base, tmp_path):
    """A folder, an archive or an address; a wrong byte and a missing file are told."""
    lock = json.loads((ROOT / "site/pyodide-lock.json").read_text(encoding="utf-8"))
    names = [*lock["core"], *(package["file_name"] for package in lock["packages"].values())]
    source = tmp_path / "source"
    source.mkdir()
    for name in names:
        (source / name).symlink_to(PYODIDE / name)
    with zipfile.ZipFile(tmp_path / "archive.zip", "w") as file:
        for name in names:
            file.write(source / name, f"deep/{name}")
    for number, place in enumerate(
        (source, tmp_path / "archive.zip", f"{base}lite/static/pyodide")
    ):
        build_site.fetch_pyodide(tmp_path / f"to{number}", str(place))
        assert {path.name for path in (tmp_path / f"to{number}").iterdir()} == set(names)

    (source / names[0]).unlink()
    (source / names[0]).write_bytes(b"other")
    found = hashlib.sha256(b"other").hexdigest()
    with pytest.raises(SystemExit, match=f"{re.escape(names[0])}.*{found}"):
        build_site.fetch_pyodide(tmp_path / "wrong", str(source))
    (source / names[0]).unlink()
    with pytest.raises(SystemExit, match=f"{re.escape(names[0])} is missing"):
        build_site.fetch_pyodide(tmp_path / "missing", str(source))
    with pytest.raises(SystemExit, match="PYODIDE must be a folder"):
        build_site.fetch_pyodide(tmp_path / "none", str(tmp_path / "nothing"))
