"""The notebooks as they are stored. What running them shows, nbval compares."""

import pytest
from gate import REPOSITORY_CHECKS, lessons, notebook_problems, repository_problems

LESSONS = lessons()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.path.stem)
def test_a_notebook_is_what_it_must_be(lesson):
    tell(notebook_problems(lesson))


@pytest.mark.parametrize("check", REPOSITORY_CHECKS, ids=lambda check: check.__name__)
def test_the_lessons_agree(check):
    assert LESSONS
    tell(repository_problems(check))


def tell(problems):
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)
