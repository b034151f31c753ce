"""The notebooks as they are stored. What running them shows, nbval compares."""

import pytest
from gate import REPOSITORY_CHECKS, notebook_problems, paths, repository_problems


@pytest.mark.parametrize("path", paths(), ids=lambda path: path.stem)
def test_a_notebook_is_what_it_must_be(path):
    tell(notebook_problems(path))


@pytest.mark.parametrize("check", REPOSITORY_CHECKS, ids=lambda check: check.__name__)
def test_the_lessons_agree(check):
    assert paths()
    tell(repository_problems(check))


def tell(problems):
    if problems:
        pytest.fail("\n".join(problems), pytrace=False)
