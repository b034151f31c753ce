"""Where a lesson may be opened: alone on Colab or Kaggle, from the repository, on Binder.

Colab and Kaggle are imitated by a Python that has what this one has, but no lessonlib. Under
`tox run -e colab` it has Colab's packages.
"""

import contextlib
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.request
import venv
from pathlib import Path

import derive
import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Elsewhere one lesson is enough to try the set-up: one with data, figures and a slider.
ALONE = NOTEBOOKS if os.environ.get("TOX_ENV_NAME") == "colab" else NOTEBOOKS[8:9]
# IPython 7 would add the packages of VIRTUAL_ENV to its own.
HERE = ("PIP_", "PYTHON", "VIRTUAL_ENV")
OFFLINE = {name: value for name, value in os.environ.items() if not name.startswith(HERE)} | {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_NO_INDEX": "1",
    "PIP_NO_BUILD_ISOLATION": "0",  # pip's way to say: no isolation, so flit comes from here
}
COLOUR_CODE = re.compile(r"\x1b\[[0-9;]*m")


class Platform:
    """A Python with the packages of this one, but lessonlib."""

    def __init__(self, folder):
        venv.create(folder, symlinks=os.name != "nt")
        inside = {"base": str(folder), "platbase": str(folder)}
        self.python = Path(sysconfig.get_path("scripts", vars=inside)) / "python"
        self.packages = Path(sysconfig.get_path("purelib", vars=inside))
        # What is added by such a file is searched for packages, but not for more such files: an
        # editable lessonlib is one.
        (self.packages / "platform.pth").write_text(sysconfig.get_path("purelib") + "\n")

    def run(self, folder, *command):
        return subprocess.run(
            [self.python, "-m", *command],
            cwd=folder,
            env=OFFLINE,
            capture_output=True,
            text=True,
            errors="replace",
        )

    def installed(self):
        return {path.name for path in self.packages.iterdir()} - {"platform.pth"}


@pytest.fixture
def platform(tmp_path):
    return Platform(tmp_path / "platform")


@pytest.fixture
def fork(tmp_path):
    """The address of a fork, and what GitHub would serve for it, in a folder of this machine."""
    fork = tmp_path / "fork-main"
    fork.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, fork / name)
    shutil.copytree(ROOT / "lessonlib", fork / "lessonlib")
    heads = tmp_path / "ada" / "fork" / "archive" / "refs" / "heads"
    shutil.make_archive(heads / "main", "zip", tmp_path, fork.name)
    return heads.parents[2].as_uri()


def arrived(path, folder, address):
    """Put a lesson that knows its address into a folder of its own, and give its set-up cell."""
    notebook = nbformat.read(path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    for cell in code:
        cell.outputs = [output for output in cell.outputs if output != derive.COVER]
    set_up = code[0]
    set_up.source = re.sub(r"https://github\.com/[\w.-]+/[\w.-]+", address, set_up.source)
    set_up.metadata.tags = ["nbval-ignore-output"]  # pip may suggest a restart
    folder.mkdir()
    nbformat.write(notebook, folder / path.name)
    return set_up.source


@pytest.mark.parametrize("path", ALONE, ids=lambda path: path.stem)
def test_a_lone_lesson_sets_itself_up_and_runs(path, platform, fork, tmp_path):
    arrived(path, tmp_path / "alone", fork)
    nbval = ["--nbval", "--nbval-current-env", "--nbval-cell-timeout=60", "-p", "no:cacheprovider"]
    run = platform.run(tmp_path / "alone", "pytest", *nbval, path.name)
    cells = nbformat.read(path, as_version=4).cells
    passed = sum(cell.cell_type == "code" for cell in cells)
    assert run.returncode == 0, run.stdout
    assert f" {passed} passed" in run.stdout
    assert {name.partition("-")[0] for name in platform.installed()} == {"lessonlib"}


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("https://github.com/your_name/lessons", "is missing, and this copy does not know its rep"),
        ("file:///nowhere/ada/fork", "could not be installed from file:///nowhere/ada/fork: let"),
    ],
)
def test_where_set_up_cannot_install_it_says_what_to_do(address, sentence, platform, tmp_path):
    set_up = arrived(NOTEBOOKS[0], tmp_path / "alone", address)
    run = platform.run(tmp_path / "alone", "IPython", "--no-banner", "-c", set_up)
    lines = COLOUR_CODE.sub("", run.stdout + run.stderr).strip().splitlines()
    assert any(line.startswith(f"ModuleNotFoundError: lessonlib {sentence}") for line in lines)
    assert platform.installed() == set()


def test_binder_gets_the_lock_and_a_lessonlib_that_follows_its_source():
    binder = ROOT / ".binder"
    assert {path.name for path in binder.iterdir()} == {"requirements.txt", "runtime.txt"}
    lines = (binder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("#")]
    assert lines == ["-c ../requirements.lock", "-r ../requirements.txt"]
    assert "-e ." in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    python = re.fullmatch(r"python-3\.(\d+)\n", (binder / "runtime.txt").read_text())
    assert f'"py3{python[1]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.fixture
def hostile(tmp_path):
    """Variables, and a home, of somebody whose own Jupyter would hide the lessons.

    Its runtime folder cannot be made, its kernel does not start, its configuration leads elsewhere.
    """
    elsewhere, own = tmp_path / "elsewhere", tmp_path / ".local" / "share" / "jupyter"
    for folder in (elsewhere, tmp_path / ".jupyter", own / "kernels" / "python3"):
        folder.mkdir(parents=True)
    (own / "runtime").touch()
    kernel = {"argv": ["/nowhere/python", "{connection_file}"], "display_name": "", "language": ""}
    (own / "kernels" / "python3" / "kernel.json").write_text(json.dumps(kernel))
    for name, line in {
        "jupyter_server_config.py": "c.ServerApp.contents_manager_class = 'nowhere.Own'",
        "jupyter_lab_config.py": f"c.ServerApp.root_dir = {str(elsewhere)!r}",
        "jupyter_notebook_config.py": f"c.NotebookApp.notebook_dir = {str(elsewhere)!r}",
    }.items():
        (tmp_path / ".jupyter" / name).write_text(line)
    browser = tmp_path / "browser"
    browser.write_text(f"#!/bin/sh\ncd '{tmp_path}'\necho \"$1\" >part && mv part opened\n")
    browser.chmod(0o755)
    env = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    return env | {
        "HOME": str(tmp_path),
        "JUPYTER_PREFER_ENV_PATH": "0",
        "JUPYTER_RUNTIME_DIR": str(own / "runtime" / "none"),
        "WSL_DISTRO_NAME": "Ubuntu",
        "BROWSER": str(browser),
    }


def soon(ask):
    """What is answered, within a minute, by what is not there yet."""
    for _ in range(600):
        with contextlib.suppress(OSError):
            return ask()
        time.sleep(0.1)
    return ask()


@pytest.mark.skipif(shutil.which("make") is None or os.name == "nt", reason="there is no make")
def test_make_lab_opens_the_lessons_whatever_the_own_jupyter_is_set_to(hostile, tmp_path):
    pytest.importorskip("jupyterlab")
    clone = tmp_path / "clone"
    clone.mkdir()
    for name in ("Makefile", "README.md", "notebooks", "tools"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, clone / name)
    make = ["make", "-o", ".venv/lab", "lab", f"IN_VENV={sys.executable}"]
    lab = subprocess.Popen(make, cwd=clone, env=hostile, start_new_session=True)
    try:
        address = soon((tmp_path / "opened").read_text)
        assert address.startswith("http:"), f"a browser of Windows cannot open {address}"
        page, token = address.split("?")
        api = page.replace("/lab/tree/", "/api/contents/") + "?" + token
        lesson = json.load(soon(lambda: urllib.request.urlopen(api)))["content"]
        kernels = page.partition("/lab/")[0] + "/api/kernelspecs?" + token
        kernel = json.load(urllib.request.urlopen(kernels))["kernelspecs"]["python3"]["spec"]
    finally:
        os.killpg(lab.pid, signal.SIGTERM)
        lab.wait(30)
    stored = nbformat.read(ROOT / "notebooks" / "00_start_here.ipynb", as_version=4)
    assert [cell["source"] for cell in lesson["cells"]] == [cell.source for cell in stored.cells]
    assert kernel["argv"][0] != "/nowhere/python"


@pytest.mark.skipif(shutil.which("git") is None, reason="git is missing")
def test_an_update_keeps_the_answers_and_brings_the_rest(tmp_path):
    """README's commands, where the very line that was answered has been reworded."""
    name = "02_many_samples.ipynb"
    env = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for who in ("AUTHOR", "COMMITTER"):
        env |= {f"GIT_{who}_NAME": "Ada", f"GIT_{who}_EMAIL": "ada@example.org"}

    def run(folder, *commands):
        for command in commands:
            subprocess.run(shlex.split(command), cwd=folder, env=env, check=True)

    def change(folder, changes, output):
        notebook = nbformat.read(folder / name, as_version=4)
        for cell in notebook.cells:
            if cell.id in changes:
                cell.source = cell.source.replace("...", changes[cell.id])
                cell.outputs = [nbformat.v4.new_output("stream", text=output)]
        nbformat.write(notebook, folder / name)

    teacher, learner = tmp_path / "teacher", tmp_path / "learner"
    teacher.mkdir()
    shutil.copy(ROOT / "notebooks" / name, teacher)
    run(teacher, "git init -q", "git add .", "git commit -qm one")
    run(tmp_path, "git clone -q teacher learner")
    run(learner, "git config pull.rebase true")
    change(teacher, {"exercise-2-1": "...  # numbers", "exercise-2-2": "...  # new"}, "as new")
    run(teacher, "git commit -qam two")
    change(learner, {"exercise-2-1": "0.52"}, "right")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    run(learner, *re.findall(r"^git .+", readme, re.MULTILINE))
    sources = {cell.id: cell.source for cell in nbformat.read(learner / name, as_version=4).cells}
    assert "= 0.52 " in sources["exercise-2-1"]
    assert "...  # new\n" in sources["exercise-2-2"]
