"""Each lesson in JupyterLab, as a learner meets it: run it, move its sliders, answer it wrongly.

The server is the one of `make lab`, on a copy of the notebooks. One lesson is tried in Notebook 7
too, which the same server offers.
"""

import contextlib
import http.client
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from types import SimpleNamespace
from urllib.parse import urljoin, urlsplit

import derive
import nbformat
import psutil
import pytest
from browser import OPENED, try_lesson, watched
from gate import ROOT, paths

VIEWS = {path.stem: ("doc/tree/notebooks", path) for path in paths()}  # without side bars
VIEWS["notebook-7"] = ("notebooks/notebook-7", paths()[1])
# Every cell stays in the page, scrolled to or not; no question about news is asked.
SETTINGS = """{
    "@jupyterlab/notebook-extension:tracker": {
        "windowingMode": "none", "autoStartDefaultKernel": true },
    "@jupyterlab/apputils-extension:notification": {
        "fetchNews": "false", "checkForUpdates": false }
}"""
# A port that is picked for a kernel may go to the browser before the kernel takes it. And a folder
# of the learner's own must not take the place of the lessons'.
CONFIG = """
c.KernelManager.transport = "ipc"
c.ServerApp.root_dir = c.LabServerApp.app_settings_dir = {home!r}
c.LabApp.expose_app_in_browser = c.JupyterNotebookApp.expose_app_in_browser = True
"""
# What a kernel logs as it starts may reach the page before that can read it. And no cell may ask
# for anything outside; the page's own requests are watched there.
KERNEL = """
import sys

def offline(event, args):
    if event == "socket.getaddrinfo" and args[0] not in (None, "localhost", "127.0.0.1", "::1"):
        raise SystemExit("a request to the outside")  # so that no `except Exception` hides it

sys.addaudithook(offline)
c.IPKernelApp.log_level = "ERROR"
"""
PRINTED = re.compile(r"http://\S+token=\S+\n")
# A formula that MathJax cannot read, or that holds a command which it does not know.
READ_FORMULAS = """() => [...document.querySelectorAll("mjx-container")].map(formula => (
    formula.querySelector("mjx-merror")?.title ??
    formula.querySelector('[style*="color: red"]')?.closest(".jp-Cell").innerText ?? ""))"""


def make_lab():
    """The command that `make lab` runs, with this Python in place of the one in .venv."""
    python = f"IN_VENV={shlex.quote(sys.executable)}"
    make = ["make", "--no-print-directory", "-n", "-o", ".venv/lab", "lab", python]
    return subprocess.run(make, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """JupyterLab with settings of its own: its process, and the URL it prints, token and all."""
    if shutil.which("make") is None:
        pytest.skip("there is no make, which knows how `make lab` starts JupyterLab")
    root, home = tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("home")
    for folder in ("notebooks", "notebook-7"):
        shutil.copytree(ROOT / "notebooks", root / folder)
    (home / "profile_default").mkdir()
    (home / "profile_default" / "ipython_kernel_config.py").write_text(KERNEL)
    (home / "jupyter_server_config.py").write_text(CONFIG.format(home=str(home)))
    (home / "overrides.json").write_text(SETTINGS)
    sockets = tempfile.TemporaryDirectory(prefix="kernels-")  # their paths must be short
    env = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    env |= dict.fromkeys(("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR"), str(home))
    env |= {"JUPYTER_RUNTIME_DIR": sockets.name}
    command = f"exec {make_lab().strip()} --no-browser --port=0"
    log = home / "server.log"
    with log.open("w") as out:
        process = subprocess.Popen(["sh", "-c", command], cwd=root, env=env, stdout=out, stderr=out)
    try:
        end = time.monotonic() + 60
        while not (printed := PRINTED.search(log.read_text())):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.1)
        yield SimpleNamespace(url=printed[0].strip(), process=psutil.Process(process.pid))
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        sockets.cleanup()


@pytest.fixture(scope="module")
def context(chromium):
    context = chromium.new_context()  # one for all lessons, so that JupyterLab is loaded once
    context.set_default_timeout(180_000)
    yield context
    context.close()


def test_the_printed_address_opens_the_first_lesson(context, server):
    page = context.new_page()
    page.goto(server.url)
    page.get_by_role("tab", name="00_start_here.ipynb").wait_for()
    page.close()


@pytest.mark.parametrize(("view", "path"), VIEWS.values(), ids=VIEWS)
def test_lesson(context, server, view, path):
    # Notebook 7 has errors of its own.
    base = urljoin(server.url, "/")
    page, problems = watched(context, base, errors=view.startswith("doc/"))
    page.goto(urljoin(base, f"{view}/{path.name}?{urlsplit(server.url).query}"))
    page.wait_for_function(OPENED)
    cells = nbformat.read(path, as_version=4).cells
    shown = page.locator(".jp-Notebook .jp-Cell")
    for index, cell in enumerate(cells):
        if derive.COVER in cell.get("outputs", []):
            said = shown.nth(index).locator(".jp-Cell-outputWrapper").inner_text()
            assert said.strip() == derive.COVER["data"]["text/plain"], f"cell {cell.id} is open"
    set_up = page.locator(".jp-CodeCell .jp-Cell-inputWrapper").first.inner_text().strip()
    assert set_up.startswith("# @title Set-up")
    assert "\n" not in set_up
    try_lesson(page, path)
    for index, cell in enumerate(cells):
        if derive.COVER in cell.get("outputs", []):
            shown.nth(index).locator(".jp-OutputArea-output").first.wait_for()
    if any("$$" in cell.source for cell in cells):
        page.locator("mjx-container").first.wait_for(state="attached")
        formulas = page.evaluate(READ_FORMULAS)
        assert not any(formulas), f"MathJax cannot set a formula: {formulas}"
    assert not problems
    page.close()


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
