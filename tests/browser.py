"""A lesson in a page of the browser: in JupyterLab, Notebook 7 and JupyterLite alike.

The browser, the fixture `chromium`, is a headless Chromium that reaches this machine only.
"""

import re

import derive
import nbformat

from notebooks import outputs_to_keep

STUB = re.compile(r"^(\w+ = | +)\.\.\.", re.M)  # where an answer goes: `guess = ...`, or a body
# Each of the three gives its page `jupyterapp`, which runs cells and has what they put out.
OPENED = "() => window.jupyterapp?.shell.currentWidget?.content?.model?.cells?.length"
RUN_ALL = """async () => {
    const { context, content } = jupyterapp.shell.currentWidget;
    await context.ready;
    await context.sessionContext.ready;
    await context.sessionContext.session.kernel.info;
    await jupyterapp.commands.execute("notebook:run-all-cells");
    return content.model.toJSON().cells;
}"""
ANSWER = """async ([index, source]) => {
    const { content } = jupyterapp.shell.currentWidget;
    content.model.cells.get(index).sharedModel.setSource(source);
    content.activeCellIndex = index;
    await jupyterapp.commands.execute("notebook:run-cell");
    return content.model.cells.get(index).toJSON().outputs;
}"""
DRAWN = """([cell, count]) => {
    const images = [...cell.querySelectorAll("img")];
    return images.length >= count && images.every(image => image.complete && image.naturalWidth);
}"""
REDRAWN = """([cell, before]) =>
    [...cell.querySelectorAll("img")].some(image => image.getAttribute("src") !== before)"""


def watched(context, base, errors=True):
    """A new page, and the list of what goes wrong in it."""
    page, problems = context.new_page(), []

    def note_request(request):
        inside = not request.url.startswith("http") or request.url.startswith(base)
        # The browser asks for the first, JupyterLite's service worker for the second, at the root.
        if not inside and not request.url.endswith(("/favicon.ico", "/service-worker-heartbeat")):
            problems.append(f"request to the outside: {request.url}")

    def note_console(message):
        if message.type == "error" and not message.location["url"].endswith("/favicon.ico"):
            problems.append(f"console error: {message.text}")

    page.on("request", note_request)
    if errors:
        page.on("console", note_console)
        page.on("pageerror", lambda error: problems.append(f"page error: {error}"))
    return page, problems


def first_asking(cells):
    """The place of the first cell that waits for an answer."""
    asking = (n for n, cell in enumerate(cells) if "check(" in cell.source)
    return next(n for n in asking if cells[n].cell_type == "code" and STUB.search(cells[n].source))


def try_lesson(page, path):
    """Run an open lesson, compare it with what is stored, move its sliders, answer it wrongly."""
    stored = nbformat.read(path, as_version=4).cells
    shown = page.locator(".jp-Notebook .jp-Cell")
    ran = page.wait_for_function(RUN_ALL).json_value()
    for index, (cell, now) in enumerate(zip(stored, ran, strict=True)):
        if cell.cell_type == "markdown":
            continue
        slides = derive.IGNORE in cell.metadata.get("tags", [])
        outputs = [output for output in cell.outputs if output != derive.COVER]
        assert slides or comparable(now["outputs"]) == comparable(outputs), f"cell {cell.id}"
        pictures = slides + sum("image/png" in output.get("data", {}) for output in outputs)
        place = shown.nth(index)
        page.wait_for_function(DRAWN, arg=[place.element_handle(), pictures])
        if slides:
            before = place.locator("img").get_attribute("src")
            place.get_by_role("slider").press("PageUp")
            page.wait_for_function(REDRAWN, arg=[place.element_handle(), before])
    index = first_asking(stored)
    source = stored[index].source
    wrong = STUB.sub(r"\1-1" if "= ..." in source else r"\1return -1", source, count=1)
    assert "not yet" in str(page.evaluate(ANSWER, [index, wrong]))


def comparable(outputs):
    """What nbval compares of a cell's outputs: all but pictures and metadata."""
    kept = outputs_to_keep(nbformat.from_dict(outputs), 1)
    for output in kept:
        output.pop("metadata", None)
        output.get("data", {}).pop("image/png", None)
    return kept
