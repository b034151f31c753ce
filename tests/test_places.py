"""Where a lesson may be opened: alone on Colab or Kaggle, from the repository, on Binder.

Colab and Kaggle are imitated by a Python that has what this one has, but no lessonlib. Under
`tox run -e colab` it has Colab's packages.
"""

import os
import re
import shutil
import subprocess
import sysconfig
import venv
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
# Elsewhere one lesson is enough to try the set-up; the last needs most of the package.
ALONE = NOTEBOOKS if os.environ.get("TOX_ENV_NAME") == "colab" else NOTEBOOKS[-1:]
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
    set_up = next(cell for cell in notebook.cells if cell.cell_type == "code")
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
        (
            "https://github.com/your_name/lessons",
            "lessonlib is missing, and this copy does not know its repository: "
            "clone the lessons and run 'make lab', or write the address into this cell.",
        ),
        (
            "file:///nowhere/ada/fork",
            "lessonlib could not be installed from file:///nowhere/ada/fork: "
            "let this notebook use the internet, and run this cell again.",
        ),
    ],
    ids=["placeholder", "out of reach"],
)
def test_where_set_up_cannot_install_it_says_what_to_do(address, sentence, platform, tmp_path):
    set_up = arrived(NOTEBOOKS[0], tmp_path / "alone", address)
    run = platform.run(tmp_path / "alone", "IPython", "--no-banner", "-c", set_up)
    lines = COLOUR_CODE.sub("", run.stdout + run.stderr).strip().splitlines()
    assert f"ModuleNotFoundError: {sentence}" in lines
    assert platform.installed() == set()


def test_a_lesson_runs_from_the_root_of_the_repository():
    """As VS Code and `jupyter execute` may start it; nbval and JupyterLab use its own folder."""
    path = NOTEBOOKS[2]  # without a slider, for which nbclient may wait 60 s
    stored, again = nbformat.read(path, as_version=4), nbformat.read(path, as_version=4)
    NotebookClient(again, timeout=60, resources={"metadata": {"path": str(ROOT)}}).execute()
    assert said(again) == said(stored)


def said(notebook):
    """All that the cells of a notebook print."""
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    return "".join(out.text for out in outputs if out.output_type == "stream")


def test_binder_gets_the_lock_and_a_lessonlib_that_follows_its_source():
    binder = ROOT / ".binder"
    assert {path.name for path in binder.iterdir()} == {"requirements.txt", "runtime.txt"}
    lines = (binder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("#")]
    assert lines == ["-c ../requirements.lock", "-r ../requirements.txt"]
    assert "-e ." in (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    python = re.fullmatch(r"python-3\.(\d+)\n", (binder / "runtime.txt").read_text())
    assert f'"py3{python[1]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
