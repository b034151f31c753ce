"""The repository's address stands once, and a fork's links follow it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from gate import repository_problems, stored

ROOT = Path(__file__).parent.parent
ADDRESS = re.compile(
    r"https://(?:github\.com|mybinder\.org/v2/gh|colab\.research\.google\.com/github)/"
    r"(?P<repository>[\w-]+/[\w.-]+)|https://(?P<owner>[\w-]+)\.github\.io/(?P<name>[\w.-]+)"
)
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is missing")


@pytest.fixture
def fork(tmp_path):
    """A copy of what a fork has: the files with the address, and the tool that sets it."""
    for name in ("pyproject.toml", "README.md", "CITATION.cff", "notebooks", "tools"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    return tmp_path


def set_address(fork, *arguments, env=None):
    command = [sys.executable, "tools/address.py", *arguments]
    return subprocess.run(command, cwd=fork, env=env, capture_output=True, text=True)


def addresses(root):
    """Every repository that a link or a set-up cell of this copy leads to."""
    names = ("pyproject.toml", "README.md", "CITATION.cff")
    texts = [(root / name).read_text(encoding="utf-8") for name in names]
    for path in (root / "notebooks").glob("*.ipynb"):
        texts += [cell.source for cell in nbformat.read(path, as_version=4).cells]
    found = [match for text in texts for match in ADDRESS.finditer(text)]
    assert len(found) > 20
    return {one["repository"] or f"{one['owner']}/{one['name']}" for one in found}


def test_a_forks_links_follow(fork):
    before = {path: path.read_bytes() for path in fork.glob("notebooks/*.ipynb")}
    run = set_address(fork, "ada-l/lessons.2")
    assert run.returncode == 0, run.stderr
    assert run.stdout.endswith("The address is ada-l/lessons.2.\n")
    assert addresses(fork) == {"ada-l/lessons.2"}
    (old,) = addresses(ROOT)  # all links lead to one
    assert repository_problems(stored, fork) == []  # as `make notebooks` would write it
    for path, content in before.items():  # and nothing else has changed
        site = b"%b.github.io/%b" % tuple(old.encode().split(b"/"))
        now = path.read_bytes().replace(b"ada-l/lessons.2", old.encode())
        assert now.replace(b"ada-l.github.io/lessons.2", site) == content


def test_the_site_of_an_owner_has_no_folder(fork):
    set_address(fork, "ada/ada.github.io")
    readme = (fork / "README.md").read_text(encoding="utf-8")
    assert "(https://ada.github.io/lite/notebooks/index.html?path=00" in readme
    assert repository_problems(stored, fork) == []
    set_address(fork, "ada/fork")
    assert addresses(fork) == {"ada/fork"}


@needs_git
@pytest.mark.parametrize(
    "url", ["https://github.com/ada/fork.git", "git@github.com:ada/fork.git"], ids=["https", "ssh"]
)
def test_by_default_it_is_gits_origin(fork, url):
    for command in (["init", "-q"], ["remote", "add", "origin", url]):
        subprocess.run(["git", *command], cwd=fork, check=True)
    assert set_address(fork).returncode == 0
    assert addresses(fork) == {"ada/fork"}


@needs_git
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ada"], "REPO must be a GitHub owner/name, such as ada/lessons, but it is 'ada'.\n"),
        (["a_b/c"], "REPO must be a GitHub owner/name, such as ada/lessons, but it is 'a_b/c'.\n"),
        ([], "git's origin is not on GitHub here. Say which: make address REPO=owner/name\n"),
    ],
)
def test_what_is_no_address_changes_nothing(fork, arguments, sentence):
    subprocess.run(["git", "init", "-q"], cwd=fork, check=True)
    before = addresses(fork)
    run = set_address(fork, *arguments)
    assert (run.returncode, run.stderr) == (1, sentence)
    assert addresses(fork) == before


def test_without_git_the_address_must_be_said(fork):
    run = set_address(fork, env=os.environ | {"PATH": ""})
    sentence = "There is no git here to say its origin. Say it: make address REPO=owner/name\n"
    assert (run.returncode, run.stderr) == (1, sentence)
