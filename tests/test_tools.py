"""What `make notebooks` stores and refuses, and what `make` says of a Python that will not do."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / "tools" / "venv.sh"

spec = importlib.util.spec_from_file_location("notebooks", ROOT / "tools" / "notebooks.py")
notebooks = importlib.util.module_from_spec(spec)
spec.loader.exec_module(notebooks)

CELLS = [
    new_markdown_cell("# A lesson", id="title"),
    new_code_cell("print('a')\nprint('b', flush=True)\nprint('c')", id="prints"),
    new_code_cell("41 + 1", id="value", metadata={"tags": ["kept"], "scrolled": True}),
    new_code_cell(
        "import ipywidgets\n_ = ipywidgets.interact(lambda x: print(x), x=(0, 3))",
        id="slider",
        metadata={"tags": ["nbval-ignore-output"]},
    ),
    new_code_cell("1 / 0", id="raises", metadata={"tags": ["raises-exception"]}),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "FOLDER", tmp_path)
    return tmp_path


def store(folder, name, cells):
    notebook = new_notebook(cells=cells, metadata={"language_info": {"name": "julia"}})
    # "again" becomes "twin" in the text only, for nbformat mends an id that stands twice.
    text = nbformat.v4.writes(notebook).replace('"again"', '"twin"')
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def make(monkeypatch, *lesson):
    monkeypatch.setattr(sys, "argv", ["notebooks.py", *lesson])
    notebooks.main()


def test_what_is_stored_is_the_same_the_second_time(folder, monkeypatch, capsys):
    path = store(folder, "01_a.ipynb", CELLS)
    make(monkeypatch)
    assert "01_a.ipynb: stored anew" in capsys.readouterr().out
    first = path.read_bytes()
    make(monkeypatch, "01")
    assert "01_a.ipynb: unchanged" in capsys.readouterr().out
    assert path.read_bytes() == first

    notebook = nbformat.reads(first.decode(), as_version=4)
    prints, value, slider, raises = notebook.cells[1:]
    assert notebook.metadata == notebooks.METADATA
    assert [cell.id for cell in notebook.cells] == [cell.id for cell in CELLS]
    assert [cell.source for cell in notebook.cells] == [cell.source for cell in CELLS]
    assert [cell.execution_count for cell in (prints, value, slider, raises)] == [1, 2, 3, 4]
    assert [output.text for output in prints.outputs] == ["a\nb\nc\n"]
    assert value.metadata == {"tags": ["kept"]}
    assert value.outputs[0].data == {"text/plain": "42"}
    assert slider.outputs == []
    assert raises.outputs[0].traceback == ["ZeroDivisionError: division by zero"]


REFUSED = {
    "a cell that raises": (
        [new_code_cell("1 / 0", id="boom")],
        r"01_a\.ipynb, cell boom: raised an error\.(.|\n)*ZeroDivisionError",
    ),
    "a warning": (
        [new_code_cell("import warnings\nwarnings.warn('old')", id="warns")],
        r"01_a\.ipynb, cell warns: wrote to stderr\.(.|\n)*UserWarning: old",
    ),
    "an empty cell": ([new_code_cell("", id="empty")], "cell empty: is an empty code cell"),
    "an id given twice": (
        [new_code_cell("1", id="twin"), new_code_cell("2", id="again")],
        "cell twin: shares its id",
    ),
}


@pytest.mark.parametrize(("cells", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_notebook_that_is_refused_is_left_as_it_was(cells, sentence, folder, monkeypatch):
    path = store(folder, "01_a.ipynb", cells)
    before = path.read_bytes()
    with pytest.raises(SystemExit, match=sentence):
        make(monkeypatch)
    assert path.read_bytes() == before


def test_a_lesson_that_does_not_exist_is_said(folder, monkeypatch):
    store(folder, "01_a.ipynb", [])
    with pytest.raises(SystemExit, match=r"^No notebook starts with '9'\. There are: 01_a\.$"):
        make(monkeypatch, "9")


def fake_python(folder, version, modules="venv ensurepip"):
    """A command that answers the questions of tools/venv.sh like such a Python."""
    path = folder / "python-of-a-test"
    path.write_text(
        "#!/bin/sh\n"
        'case "$2" in\n'
        f"    *print*) echo {version} ;;\n"
        f"    *version_info*) [ {version} != 3.9 ] ;;\n"
        f'    *"import venv"*) [ "{modules}" = "venv ensurepip" ] ;;\n'
        "    *) exit 1 ;;\n"
        "esac\n"
    )
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(shutil.which("sh") is None or os.name == "nt", reason="make needs a Unix shell")
@pytest.mark.parametrize(
    ("version", "modules", "says", "remedy"),
    [
        (None, "", "There is no working", "install Python 3.10 or newer"),
        (
            "3.9",
            "venv ensurepip",
            "is Python 3.9, which is too old",
            "install Python 3.10 or newer",
        ),
        ("3.12", "venv", "lacks its venv module", "sudo apt install python3.12-venv"),
    ],
)
def test_a_python_that_will_not_do_is_told_in_one_line(version, modules, says, remedy, tmp_path):
    python = fake_python(tmp_path, version, modules) if version else "no-such-python"
    done = subprocess.run(["sh", VENV, python], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert says in done.stderr
    assert remedy in done.stderr
    assert not (tmp_path / ".venv").exists()
