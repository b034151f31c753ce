"""Settings of all tests."""

import os
import shutil
import sys

import pytest
from hypothesis import settings

settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")


@pytest.fixture
def shell(monkeypatch, tmp_path):
    """A new IPython in this process, which shows what is displayed as a notebook does."""
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setattr(sys, "displayhook", sys.displayhook)  # which are put back
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium that reaches this machine only."""
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("CHROME"), "chromium", "chromium-browser", "google-chrome", "chrome")
    path = next((found for name in names if name and (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("no browser: install chromium or Google Chrome, or name one in CHROME")
    flags = [
        "--no-sandbox",  # in a container one is root, and Chromium's sandbox refuses that
        "--disable-gpu",
        "--disable-quic",
        "--disable-background-networking",  # the browser's own look-ups are not the lesson's
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # nothing leaves the machine
    ]
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()
