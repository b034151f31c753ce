"""What `make notebooks` stores and refuses, and what `make` says where it cannot set up .venv."""

import copy
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import derive
import nbformat
import pytest
import sheet
from IPython.core.inputtransformer2 import TransformerManager
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

import notebooks

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / "tools" / "venv.sh"

HEAD = [
    new_markdown_cell("# A lesson\n\n**After this page you can** go. **Time**", id="title"),
    new_code_cell("a stale set-up", id="set-up", metadata={"scrolled": True}),
    new_markdown_cell("| no. | lesson |", id="lessons"),
]
CELLS = [
    new_code_cell(
        "from lessonlib import plots\nfrom lessonlib.widgets import explore", id="imports"
    ),
    new_code_cell("print('a')\nprint('b', flush=True)\nprint('c')", id="prints"),
    new_code_cell("41 + 1", id="value", metadata={"tags": ["raises-exception"]}),
    new_code_cell("explore(plots.one_sample_cost, p=(0.1, 1, 0.1, 0.8))", id="slider"),
]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks, "ROOT", tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    urls = "https://a.github.io/lite/ https://colab.research.google.com/ https://mybinder.org/v2/"
    (tmp_path / "README.md").write_text(f"{urls}\n\n| no. | lesson |\n")
    (tmp_path / "notebooks").mkdir()
    return tmp_path / "notebooks"


def store(folder, name, cells):
    notebook = new_notebook(cells=HEAD + cells, metadata={"language_info": {"name": "julia"}})
    (folder / name).write_text(nbformat.v4.writes(notebook), encoding="utf-8")
    return folder / name


def make(monkeypatch, *lesson):
    monkeypatch.setattr(sys, "argv", ["notebooks.py", *lesson])
    notebooks.main()


def test_what_is_stored_is_the_same_the_second_time(folder, monkeypatch, capsys):
    path = store(folder, "01_first_page.ipynb", CELLS)
    make(monkeypatch)
    assert "01_first_page.ipynb: stored anew" in capsys.readouterr().out
    first = path.read_bytes()
    make(monkeypatch, "01")
    assert "01_first_page.ipynb: unchanged" in capsys.readouterr().out
    assert path.read_bytes() == first

    notebook = nbformat.reads(first.decode(), as_version=4)
    title, set_up, table, _, prints, value, slider = notebook.cells
    assert notebook.metadata == notebooks.METADATA
    assert [cell.id for cell in notebook.cells] == [cell.id for cell in HEAD + CELLS]
    assert [cell.source for cell in notebook.cells[3:]] == [cell.source for cell in CELLS]
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == [1, 2, 3, 4, 5]
    assert [output.text for output in prints.outputs] == ["a\nb\nc\n"]
    assert value.metadata == {}
    assert value.outputs[0].data == {"text/plain": "42"}
    assert (slider.metadata, slider.outputs) == ({"tags": ["nbval-ignore-output"]}, [])
    row = "| 01 | [First page](%s01_first_page.ipynb) | go | 5 |"
    assert row % "" in table.source
    assert row % "notebooks/" in (folder.parent / "README.md").read_text(encoding="utf-8")
    assert "**Time** 5 minutes" in title.source
    assert "/blob/main/notebooks/01_first_page.ipynb)" in title.source
    assert set_up.source.startswith("# @title ")
    assert set_up.metadata == {"cellView": "form", "jupyter": {"source_hidden": True}}


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("1 / 0", r"raised an error\.(.|\n)*ZeroDivisionError"),
        ("import warnings\nwarnings.warn('old')", r"wrote to stderr\.(.|\n)*Warning: old"),
        ("import os\nos._exit(1)", r"ended its kernel\."),
    ],
)
def test_a_notebook_that_is_refused_is_left_as_it_was(source, sentence, folder, monkeypatch):
    bad = new_code_cell(source, id="bad", metadata={"tags": ["raises-exception"]})
    path = store(folder, "01_a.ipynb", [bad])
    before = path.read_bytes()
    with pytest.raises(SystemExit, match=rf"01_a\.ipynb, cell bad: {sentence}"):
        make(monkeypatch)
    assert path.read_bytes() == before


def test_the_set_up_is_silent_and_changes_nothing_in_an_empty_folder(tmp_path):
    """nbval starts a lesson in its folder, VS Code and others elsewhere."""
    set_up = derive.SET_UP.format(address="ada/lessons")
    code = (
        "import os, sys\nbefore = os.getcwd(), list(sys.path)\n"
        f"{set_up}\nassert (os.getcwd(), sys.path) == before"
    )
    python = [sys.executable, "-c", TransformerManager().transform_cell(code)]
    run = subprocess.run(python, cwd=tmp_path, capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("", "")


@pytest.mark.parametrize(
    "cells", ["?Rtr", "?xRt", "?xtRtr", "?RRt", "?sRt", "??Rtr", "?R?Rtr", "trxr", "?x"]
)
def test_what_answers_a_predict_is_folded(cells):
    """? predicts, t is other text, x an exercise, s has no output; of r and R the latter folds."""
    out = [new_output("stream", text="0.5")]
    kinds = {
        "?": new_markdown_cell("**Predict** it."),
        "t": new_markdown_cell("So it is."),
        "x": new_code_cell('check("1.1", ...)', outputs=out),
        "r": new_code_cell("print(0.5)", outputs=out),
        "s": new_code_cell("p = 0.5"),
    }
    made = [copy.deepcopy(kinds[kind]) for kind in cells.lower()]
    for _ in range(2):  # the second time changes nothing
        derive.fold(made)
        for kind, cell in zip(cells, made, strict=True):
            assert cell.metadata == ({"jupyter": {"outputs_hidden": True}} if kind == "R" else {})
            assert kind not in "xrR" or cell.outputs == [derive.COVER] * (kind == "R") + out


def test_the_minutes_are_those_of_the_rule():
    picture = new_output("display_data", {"image/png": ""})
    cells = [
        new_markdown_cell("word " * 1500),  # 10
        new_markdown_cell("**Predict** $$p$$"),  # 2 words, half a minute, a formula: 2.5
        new_code_cell("1\n\n" * 80, outputs=[picture]),  # 10 + 1.5
        new_code_cell('guess = ...\ncheck("1.1", guess)'),  # 1
        new_code_cell('def f(x):\n    ...\n\n\ncheck("1.2", f)'),  # 4
        new_code_cell("1\n" * 100, id="set-up"),
    ]
    assert derive.minutes(cells) == 30
    assert derive.minutes(cells[:1]) == 10
    assert derive.minutes([]) == 5


def test_a_lesson_that_does_not_exist_is_said(folder, monkeypatch):
    store(folder, "01_a.ipynb", [])
    with pytest.raises(SystemExit, match=r"^No notebook starts with '9'\. There are: 01_a\.$"):
        make(monkeypatch, "9")


no_unix = shutil.which("sh") is None or os.name == "nt"
unix = pytest.mark.skipif(no_unix, reason="make needs a Unix shell")


@unix
@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        (None, "There is no working .* here: install Python 3.10 or newer"),
        ("*print*) echo 3.9;; *) exit 1;;", "is Python 3.9, which is too old: install Python 3.10"),
        ("*print*) echo 3.12;; *venv*) exit 1;;", "lacks its venv module.* python3.12-venv"),
    ],
)
def test_a_python_that_will_not_do_is_told_in_one_line(answers, sentence, tmp_path):
    python = tmp_path / "python-of-a-test"
    if answers:  # to what tools/venv.sh asks
        python.write_text(f'#!/bin/sh\ncase "$2" in {answers} esac\n')
        python.chmod(0o755)
    done = subprocess.run(["sh", VENV, python], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert done.stdout == ""
    assert re.search(sentence, done.stderr)
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / ".venv").exists()


@unix
def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path):
    tmp_path.chmod(0o500)
    if os.access(tmp_path, os.W_OK):
        pytest.skip("this user may write anywhere")
    for asked in ("check", sys.executable):
        done = subprocess.run(["sh", VENV, asked], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 1
    assert done.stderr == (
        f"Nothing can be written in {tmp_path}: "
        "copy this folder to where you may write, and run make in the copy.\n"
    )


@unix
@pytest.mark.parametrize(
    ("index", "cert", "says", "remedy"),
    [
        ("http://127.0.0.1:9", None, "there is no connection", "PIP_INDEX_URL right"),
        ("file:///nowhere/simpel", None, "it has no anything", "Is the address right?"),
        ("https://x.invalid", "/nowhere", "its certificate could not be verified", "PIP_CERT="),
    ],
)
def test_the_last_line_says_why_nothing_was_installed(index, cert, says, remedy, tmp_path):
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    own = ("PIP_", "REQUESTS_", "CURL_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    env |= {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": index, "PIP_RETRIES": "1"}
    env |= {"PIP_VERBOSE": "1"}  # so that pip tells its index also where it builds nothing
    env |= {"PIP_CERT": cert} if cert else {}
    command = ["sh", VENV, "install", "anything"]
    done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    last = done.stderr.splitlines()[-1]
    assert done.returncode == 1
    assert last.startswith(f"The packages could not be fetched from {index}: {says}")
    assert remedy in last


def test_the_sheet_holds_each_recap_and_terms_stand_where_they_are_taught_first():
    def lesson(title, *texts):
        cells = [new_markdown_cell(title, id="title")]
        return cells + [new_markdown_cell(text, id=f"text-{i}") for i, text in enumerate(texts)]

    table = "| a | b |\n|---|---|\n| x | y |"
    recap = new_markdown_cell(f"## Recap\n\nRead.\n\n{table}\n\nNext.", id="recap")
    one = lesson("# 01 · One", "## 1 · A\n\nA **bit**.", "## 2 · B\n\n**Nat**")
    lessons = {
        "00_start.ipynb": lesson("# Start", "**bit**"),
        "01_one.ipynb": [*one, recap],
        "02_two.ipynb": lesson("# 02 · Two", "**odds**", "## 1 · C\n\n**odds** and **bit**"),
    }
    assert sheet.sheet(lessons) == f"# The lessons on one sheet\n\n## 01 · One\n\n{table}\n"
    head = "| lesson | terms, and their sections |\n|---|---|\n"
    text = f"Before.\n\n{head}| 07 | odds (0), nat (3), bit (9) |\n\nAfter."
    rows = "| [01](01_one.ipynb) | bit (1), nat (2) |\n| [02](02_two.ipynb) | odds (1) |"
    assert sheet.terms(text, lessons) == f"Before.\n\n{head}{rows}\n\nAfter."
    with pytest.raises(SystemExit, match="no lesson has 'ban' in bold, which 00_start"):
        sheet.terms(text.replace("bit", "ban"), lessons)
