"""The README's picture shows an exercise: what stands there is what one is told."""

import re
from pathlib import Path

import numpy as np

from lessonlib.exercises import check

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_the_readmes_picture_shows_what_one_is_told(capsys):
    answer, said = re.search(r"!\[.*?answered with (.*?), and .*?\. (✗ .*?)\]\(", README).groups()
    check("2.2", lambda P, Q: eval(answer, {"np": np, "P": P, "Q": Q}))
    assert " ".join(capsys.readouterr().out.split()) == said
