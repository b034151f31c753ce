"""Each lesson in JupyterLab, as a learner meets it: run it, move its sliders, answer it wrongly.

The server is the one of `make lab`, on a copy of the notebooks; the browser is a headless Chromium.
One lesson is tried in Notebook 7 too, which the same server offers. One is opened as it is stored.
"""

import contextlib
import http.client
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import derive
import nbformat
import psutil
import pytest

PROJECT = Path(__file__).parents[1]
NOTEBOOKS = sorted((PROJECT / "notebooks").glob("*.ipynb"))
NOTEBOOK_7 = "notebook-7"  # the folder of what Notebook 7 opens
STORED = NOTEBOOKS[2]
VIEWS = {path.stem: ("notebooks", path) for path in NOTEBOOKS}
VIEWS |= {f"{path.stem}-in-notebook-7": (NOTEBOOK_7, path) for path in NOTEBOOKS[1:2]}
BROWSERS = (os.environ.get("CHROME"), "chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM = next((path for name in BROWSERS if name and (path := shutil.which(name))), None)

playwright = pytest.importorskip(
    "playwright.sync_api",
    reason="JupyterLab is not tried: the Python package playwright is missing",
)
pytestmark = [
    pytest.mark.skipif(
        CHROMIUM is None,
        reason="JupyterLab is not tried: no Chromium found "
        "(install chromium or Google Chrome, or name one in the variable CHROME)",
    ),
    pytest.mark.skipif(
        shutil.which("make") is None,
        reason="JupyterLab is not tried: there is no make, which knows how `make lab` starts it",
    ),
]

CHROMIUM_FLAGS = [
    "--no-sandbox",  # in a container one is root, and Chromium's sandbox refuses that
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",  # the browser's own look-ups are not the lesson's
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # nothing leaves the machine
]
LAB_SETTINGS = {
    # Every cell stays in the page, scrolled to or not; no question about news is asked.
    "notebook-extension/tracker": {"windowingMode": "none", "autoStartDefaultKernel": True},
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
}
PRINTED = re.compile(r"http://\S+token=\S+\n")
STUB = re.compile(r"^(\w+ = | +)\.\.\.", re.M)  # where an answer goes: `guess = ...`, or a body
# Run by each kernel before the lesson; the browser's own requests are watched in the page.
OFFLINE = """
import sys

class RequestToTheOutside(BaseException):  # so that no `except Exception` hides it
    pass

def offline(event, args):
    if event == "socket.getaddrinfo" and args[0] not in (None, "localhost", "127.0.0.1", "::1"):
        raise RequestToTheOutside(args[0])

sys.addaudithook(offline)
"""
READ_CELLS = """() => [...document.querySelectorAll(".jp-Notebook .jp-Cell")].map(cell => ({
    code: cell.classList.contains("jp-CodeCell"),
    prompt: cell.querySelector(".jp-InputPrompt")?.innerText ?? "",
    error: [...cell.querySelectorAll('[data-mime-type="application/vnd.jupyter.stderr"]')]
        .map(output => output.innerText).join(""),
    loading: [...cell.querySelectorAll("img")].some(img => !img.complete),
    images: [...cell.querySelectorAll("img")].map(img => img.naturalWidth > 0),
}))"""
# A formula that MathJax cannot read, or that holds a command which it does not know.
READ_FORMULAS = """() => [...document.querySelectorAll("mjx-container")].map(formula => (
    formula.querySelector("mjx-merror")?.title ??
    formula.querySelector('[style*="color: red"]')?.closest(".jp-Cell").innerText ?? ""))"""
READ_IMAGES = """cell => Promise.all([...cell.querySelectorAll("img")].map(
    async img => new Uint8Array(await (await fetch(img.src)).arrayBuffer()).join()))"""


def stripped(path):
    """The notebook without its outputs, so that what is seen was made by running it."""
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.update(outputs=[], execution_count=None)
    return notebook


def first_asking(cells):
    """The place of the first cell that waits for an answer."""
    asking = (n for n, cell in enumerate(cells) if "check(" in cell.source)
    return next(n for n in asking if cells[n].cell_type == "code" and STUB.search(cells[n].source))


def make_lab():
    """The command that `make lab` runs, with this Python in place of the one in .venv."""
    python = f"IN_VENV={shlex.quote(sys.executable)}"
    make = ["make", "--no-print-directory", "-n", "-o", ".venv/lab", "lab", python]
    return subprocess.run(make, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True).stdout


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """JupyterLab with settings of its own: its process, and the URL it prints, token and all."""
    root, home = tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")
    for folder, path in VIEWS.values():
        (root / folder).mkdir(exist_ok=True)
        nbformat.write(stripped(path), root / folder / path.name)
    for name, values in LAB_SETTINGS.items():
        file = home / "settings" / "@jupyterlab" / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    (root / "stored").mkdir()
    shutil.copy(STORED, root / "stored")
    startup = home / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "offline.py").write_text(OFFLINE)
    # What a kernel logs as it starts may reach the page before that can read it.
    quiet = "c.IPKernelApp.log_level = 'ERROR'\n"
    (startup.parent / "ipython_kernel_config.py").write_text(quiet)
    # A port that is picked for a kernel may go to the browser before the kernel takes it.
    (home / "config").mkdir()
    # And a folder of the learner's own must not take the place of the lessons'.
    config = f"c.KernelManager.transport = 'ipc'\nc.ServerApp.root_dir = {str(home)!r}\n"
    (home / "config" / "jupyter_server_config.py").write_text(config)
    sockets = tempfile.TemporaryDirectory(prefix="kernels-")  # their paths must be short
    env = os.environ | {
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_RUNTIME_DIR": sockets.name,
        "IPYTHONDIR": str(home / "ipython"),
    }
    command = f"exec {make_lab().strip()} --no-browser --port=0"
    log = home / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(["sh", "-c", command], cwd=root, env=env, stdout=out, stderr=out)
    try:
        until(lambda: process.poll() is not None or PRINTED.search(log.read_text()), "JupyterLab")
        assert process.poll() is None, log.read_text()
        url = PRINTED.search(log.read_text())[0].strip()
        yield SimpleNamespace(url=url, process=psutil.Process(process.pid))
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        sockets.cleanup()


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        context = chromium.new_context()  # one for all lessons, so that JupyterLab is loaded once
        context.set_default_timeout(60_000)
        yield context
        chromium.close()


def until(done, what, pause=time.sleep, seconds=60):
    """Ask again and again, and return the first answer that is not false."""
    end = time.monotonic() + seconds
    while not (result := done()):
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds} s for {what}")
        pause(0.1)
    return result


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


class Lesson:
    """A notebook in a page of the browser, and the list of what went wrong there."""

    def __init__(self, browser, server, folder, path):
        self.host, token = urlsplit(server.url).netloc, urlsplit(server.url).query
        self.path, lab = f"{folder}/{path.name}", folder != NOTEBOOK_7
        self.stored = nbformat.read(path, as_version=4).cells
        # Notebook 7 has errors of its own, and takes the arrow keys for its headings.
        self.page, self.problems = watched(browser, f"http://{self.host}/", errors=lab)
        self.keys = ("ArrowLeft", "ArrowRight") if lab else ("PageDown", "PageUp")
        view = "doc/tree" if lab else "notebooks"  # the first is without side bars
        self.page.goto(f"http://{self.host}/{view}/{self.path}?{token}")
        self.page.locator(".jp-Notebook .jp-Cell").first.wait_for()
        self.until(self.is_idle, "the kernel")

    def until(self, done, what):
        # The page's own wait, unlike time.sleep, lets its events arrive.
        return until(done, what, lambda seconds: self.page.wait_for_timeout(1000 * seconds))

    def is_idle(self):
        """Has the page joined its kernel, and is that idle? The toolbar says so too early."""
        sessions = self.page.request.get(f"http://{self.host}/api/sessions").json()
        kernel = next((s["kernel"] for s in sessions if s["path"] == self.path), None)
        return kernel and kernel["execution_state"] == "idle" and kernel["connections"] > 0

    def cell(self, index):
        return self.page.locator(".jp-Notebook .jp-Cell").nth(index)

    def images(self, index):
        return self.cell(index).evaluate(READ_IMAGES)

    def output(self, index):
        return self.cell(index).locator(".jp-Cell-outputArea").inner_text()

    def move(self, slider, index):
        """Move a slider by one step, with the keyboard, until its figure is another one."""
        before = self.until(lambda: self.images(index), "the figure of a slider")
        at_its_left = slider.get_attribute("aria-valuenow") == slider.get_attribute("aria-valuemin")
        slider.press(self.keys[at_its_left])
        self.until(lambda: self.images(index) not in ([], before), "a figure to follow its slider")

    def answer(self, index, answer):
        """Select the `...` of a cell, type over it, and run the cell."""
        self.cell(index).locator('.cm-line span:text-is("...")').first.dblclick()
        self.page.keyboard.type(answer)
        self.page.keyboard.press("Control+Enter")

    def run_all(self):
        """Run > Run All Cells, and what the cells then show."""
        for item in ("Run", "Run All Cells"):
            self.page.get_by_role("menuitem", name=item, exact=True).click()

        def finished():
            cells = self.page.evaluate(READ_CELLS)
            prompts = [cell["prompt"] for cell in cells if cell["code"]]
            loading = any(cell["loading"] for cell in cells)
            stopped = any(cell["error"] for cell in cells) and "[*]:" not in prompts
            # A cell not yet run has "[ ]:", a folded source nothing.
            done = stopped or all(not prompt or re.search(r"\d", prompt) for prompt in prompts)
            return done and not loading and self.is_idle() and cells

        return self.until(finished, "the last cell")


@pytest.fixture(scope="module", params=VIEWS)
def lesson(request, browser, server):
    lesson = Lesson(browser, server, *VIEWS[request.param])
    yield lesson
    lesson.page.close()


def test_the_printed_address_opens_the_first_lesson(browser, server):
    page = browser.new_page()
    page.goto(server.url)
    page.get_by_role("tab", name="00_start_here.ipynb").wait_for()
    page.close()


def test_every_cell_runs_and_every_image_is_there(lesson):
    cells = lesson.run_all()
    assert not lesson.problems
    for cell, stored in zip(cells, lesson.stored, strict=True):
        assert not cell["error"], f"cell {stored.id}: {cell['error']}"
        assert all(cell["images"]), f"cell {stored.id}: an image is broken"
        pictures = [out for out in stored.get("outputs", []) if "image/png" in out.get("data", {})]
        assert len(cell["images"]) >= len(pictures), f"cell {stored.id}: an image is missing"
    has_formulas = any("$$" in stored.source for stored in lesson.stored)
    formulas = lesson.until(
        lambda: lesson.page.evaluate(READ_FORMULAS) or not has_formulas, "MathJax"
    )
    assert not has_formulas or not any(formulas), f"MathJax cannot set a formula: {formulas}"


def test_each_slider_changes_its_figure(lesson):
    for index, stored in enumerate(lesson.stored):
        sliders = lesson.cell(index).get_by_role("slider").all()
        assert sliders or "explore(" not in stored.source, f"cell {stored.id}: no slider"
        for slider in sliders:
            lesson.move(slider, index)
    assert not lesson.problems


def test_a_wrong_answer_is_told(lesson):
    index = first_asking(lesson.stored)
    value = "= ..." in lesson.stored[index].source
    lesson.answer(index, "-1" if value else "return -1")
    lesson.until(lambda: "not yet:" in lesson.output(index), "the feedback on a wrong answer")
    assert not lesson.problems


def test_a_stored_answer_is_covered_until_its_cell_is_run(browser, server):
    lesson = Lesson(browser, server, "stored", STORED)
    folded = [n for n, cell in enumerate(lesson.stored) if derive.COVER in cell.get("outputs", [])]
    assert folded
    for index in folded:
        said = lesson.cell(index).locator(".jp-Cell-outputWrapper").inner_text()
        assert said.strip() == derive.COVER["data"]["text/plain"]
        assert not lesson.cell(index).locator(".jp-OutputArea-output").count()
    set_up = lesson.page.locator(".jp-CodeCell .jp-Cell-inputWrapper").first.inner_text().strip()
    assert set_up.startswith("# @title Set-up")
    assert "\n" not in set_up
    lesson.run_all()
    for index in folded:
        lesson.cell(index).locator(".jp-OutputArea-output").first.wait_for()
    lesson.page.close()


def test_the_server_asks_for_its_token_and_only_this_machine_reaches_it(server):
    def status(path):
        connection = http.client.HTTPConnection(urlsplit(server.url).netloc)
        connection.request("GET", path)
        return connection.getresponse().status

    assert status("/api/contents") == 403
    assert status(f"/api/contents?{urlsplit(server.url).query}") == 200
    listening = {
        connection.laddr.ip
        for process in (server.process, *server.process.children(recursive=True))  # and kernels
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening
    assert listening <= {"127.0.0.1", "::1"}
