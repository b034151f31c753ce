"""What a learner sees of an answer: the text, the HTML, and the lists of what is solved."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser

import nbformat
import pytest
from cells import printed
from figures import NOTEBOOKS, contrast
from IPython.utils.capture import capture_output

from lessonlib.exercises import engine, feedback


@pytest.fixture(autouse=True)
def fresh_session(monkeypatch):
    monkeypatch.setattr(engine, "_session", engine.Session())


class Words(HTMLParser):
    """The text of a page, line by line, and the tags in it."""

    def __init__(self, page):
        super().__init__()
        self.text, self.tags = "", []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.text += "\n" * (tag == "br")

    def handle_data(self, data):
        self.text += data


def test_what_the_cells_print_word_for_word():
    assert printed(engine.check, "1.1", 20) == (
        "✗ 1.1  not yet: one number, as asked, but not this one.\n"
        '       Typed below check, hint("1.1") helps.\n'
    )
    assert printed(engine.hint, "1.1").startswith("→ 1.1  hint 1 of 3: An event of probability ½")
    printed(engine.hint, "1.1")
    last = printed(engine.hint, "1.1")
    assert last.startswith("→ 1.1  hint 3 of 3: ")
    assert " ".join(last.split()).endswith('the last hint; solution("1.1") shows the code.')
    assert printed(engine.hint, "1.1") == last
    assert printed(engine.solution, "1.1").startswith(
        "→ 1.1  a solution:\n\nguess = 3\n\n→ 1.1  why: 1/8 is"
    )


@pytest.mark.parametrize("whole", ['"a quoted one"', "`a + b`", "ŷ/(1 − ŷ)"])
def test_a_long_message_hangs_under_its_number_and_keeps_formulas_whole(capsys, whole):
    feedback.say("9.1", "✓", "right:", "word " * 14 + f"{whole} and more.\nA second line.")
    feedback.say("9.1", "✓", "right:", "x" * 70 + f" {whole} and more.\nA second line.")
    first, *rest = capsys.readouterr().out.splitlines()
    assert first.startswith("✓ 9.1  right: " + " ".join(["word"] * 14))
    assert rest[-2:] == [f"       {whole} and more.", "       A second line."]
    feedback.say("9.1", "!", "", "odd \ud800 text")
    assert capsys.readouterr().out == "! 9.1  odd ? text\n"


@pytest.mark.parametrize("sign", feedback._BARS)
def test_a_notebook_gets_the_same_words_as_html_and_as_text(shell, sign):
    said = "a < b & `x = [1, <b>]`, and q = 1 − p pays −log₂ q.\nA second line <script>."
    with capture_output() as captured:
        feedback.say("4.1", sign, "not yet:", said)
    (output,) = captured.outputs
    page = Words(output.data["text/html"])
    assert page.text == f"{sign} 4.1 not yet: {said}".replace("`", "")
    assert set(page.tags) == {"div", "b", "code", "span", "br"}
    plain = output.data["text/plain"]
    assert " ".join(plain.split()) == " ".join(f"{sign} 4.1 not yet: {said}".split())
    assert captured.stdout == ""


def test_a_formula_stays_on_one_line_and_a_long_one_may_break(shell):
    with capture_output() as captured:
        feedback.say("4.1", "✗", "not yet:", f"q = 1 − p, but {'a + ' * 20}b.")
    nowrap = re.findall(r"nowrap\">([^<]*)<", captured.outputs[0].data["text/html"])
    assert nowrap == ["q = 1 − p,"]


def test_right_and_wrong_differ_in_sign_word_and_colour_and_show_on_both_themes():
    shown = [engine._SHOWN[outcome] for outcome in (engine.OPEN, engine.RIGHT, engine.WRONG)]
    for part in zip(*shown, strict=True):
        assert len(set(part)) == 3
    assert len({feedback._BARS[sign] for sign, *_ in shown}) == 3
    for colour in feedback._BARS.values():
        assert min(contrast(colour, page) for page in ("#ffffff", "#111111")) >= 3


def test_progress_shows_the_lessons_met_and_keeps_what_was_solved(capsys):
    engine.progress()
    assert "Run All Cells checks them again" in capsys.readouterr().out
    answers = [("2.3", "below"), ("2.4", ...), ("2.1", 9), ("2.2", lambda P, Q: {}["none"])]
    for exercise_id, answer in [*answers, ("2.3", "above"), ("10.6", ...)]:
        engine.check(exercise_id, answer)
    capsys.readouterr()
    engine.progress()
    assert capsys.readouterr().out.splitlines() == [
        "Lesson 02: 1 of 6 right",
        "✗ 2.1   ! 2.2   ✓ 2.3   ○ 2.4   ○ 2.5   ○ 2.6",
        "Lesson 10: 0 of 6 right",
        "○ 10.1   ○ 10.2   ○ 10.3   ○ 10.4   ○ 10.5   ○ 10.6",
        "○ not answered yet   ✓ right   ✗ not yet   ! raised an error",
    ]


def answered(path, exercise_id, answer):
    """Store in a notebook what a cell shows when it is answered so."""
    notebook = nbformat.read(path, as_version=4)
    cell = next(c for c in notebook.cells if f'check("{exercise_id}"' in c.source)
    with capture_output() as captured:
        engine.check(exercise_id, answer)
        engine.hint(exercise_id)
    shown = [out.data for out in captured.outputs]
    cell.outputs = [nbformat.v4.new_output("display_data", data=data) for data in shown]
    nbformat.write(notebook, path)


def test_the_overview_reads_what_the_lessons_beside_it_hold(shell, tmp_path, monkeypatch, capsys):
    for path in NOTEBOOKS[:3]:
        shutil.copy(path, tmp_path)
    monkeypatch.chdir(tmp_path)
    second = tmp_path / NOTEBOOKS[2].name
    answered(second, "2.3", "below")
    answered(second, "2.1", 9)
    before = second.read_bytes()
    engine.overview()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "As the lessons were last saved:"
    assert [line[:12] for line in lines[1:4]] == ["lesson 00   ", "lesson 01   ", "lesson 02   "]
    assert lines[3].endswith("✗ 2.1   ○ 2.2   ✓ 2.3   ○ 2.4   ○ 2.5   ○ 2.6")
    assert lines[4:] == ["○ not answered yet   ✓ right   ✗ not yet"]
    assert second.read_bytes() == before


@pytest.mark.parametrize("content", ["", "{}", '{"cells": 1}', "[]", "\ud800"])
def test_the_overview_names_a_lesson_that_cannot_be_read(content, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "01_a.ipynb").write_bytes(content.encode("utf-8", "surrogatepass"))
    shutil.copy(NOTEBOOKS[2], tmp_path)
    engine.overview()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "01_a.ipynb cannot be read."
    assert lines[3].startswith("lesson 02   ○ 2.1")


def test_a_lesson_that_lies_alone_has_no_overview(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copy(NOTEBOOKS[0], tmp_path)
    engine.overview()
    assert capsys.readouterr().out.startswith("The other lessons do not lie beside this one")


# --- exercises that are not there ---


@pytest.mark.parametrize("function", [lambda i: engine.check(i, 3), engine.hint, engine.solution])
@pytest.mark.parametrize(
    ("exercise_id", "words"),
    [
        ("1.9", "There is no exercise '1.9'. There are 1.1, 1.2, "),
        ("nonsense", "There is no exercise 'nonsense'."),
        (1.2, 'The exercise\'s number comes first, in quotes, for example "1.2".'),
        (None, "in quotes"),
    ],
)
def test_an_unknown_exercise_is_told_which_there_are(function, exercise_id, words):
    assert words in printed(function, exercise_id)
    assert engine._session.outcomes == {}


@pytest.mark.parametrize("function", [lambda i: engine.check(i, 3), engine.hint, engine.solution])
def test_a_kernel_older_than_the_exercise_is_to_be_restarted(function, monkeypatch):
    older = {id: exercise for id, exercise in engine.EXERCISES.items() if id != "2.2"}
    monkeypatch.setattr(engine, "EXERCISES", older)
    assert printed(function, "2.2").startswith("lessonlib is newer than this kernel. Restart")


def test_each_exercise_is_found_in_the_files_too():
    assert engine._on_disk() == set(engine.EXERCISES)
