"""The places that name a version say the same."""

import re
import sys
from pathlib import Path

from test_package import LAYERS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FLOORS = PROJECT["project"]["dependencies"]


def lines(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


REQUIREMENTS = [line for line in lines("requirements.txt") if not line.startswith("-")]


def names(requirements):
    return {re.match("[A-Za-z0-9-]+", line)[0] for line in requirements}


def test_requirements_have_the_floors_of_lessonlib():
    assert {*FLOORS} <= {line.split(",")[0] for line in REQUIREMENTS}


def test_the_oldest_scenario_is_at_the_floors():
    oldest = PROJECT["tool"]["tox"]["env"]["oldest"]
    assert {f"{floor.replace('>=', '==')}.0" for floor in FLOORS} <= {*oldest["deps"]}
    assert PROJECT["project"]["requires-python"] == f">={oldest['base_python'][0]}"


def test_the_lock_pins_every_line_and_names_no_place():
    for line in lines("requirements.lock"):
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+ ; python_full_version [<=]+ '[\w.*]+'[^/]*", line)


def test_the_lock_knows_each_requirement():
    extras = PROJECT["project"]["optional-dependencies"].values()
    wanted = names(sum(extras, REQUIREMENTS))
    assert wanted <= names(lines("requirements.lock"))


def test_the_lock_has_one_matplotlib():
    """So that a stored picture has the same bytes on every Python."""
    assert sum(line.startswith("matplotlib==") for line in lines("requirements.lock")) == 1


def test_the_citation_has_the_version():
    cited = (ROOT / "CITATION.cff").read_text(encoding="utf-8").splitlines()
    assert f"version: {PROJECT['project']['version']}" in cited


def test_what_lessonlib_may_import_is_required():
    imported = set().union(*LAYERS.values()) - LAYERS.keys()  # which test_package holds it to
    required = names(REQUIREMENTS)
    brought = {"IPython", "ipywidgets"} if "jupyter" in required else set()
    assert imported <= required | brought
    # The others are imported where a lesson asks for them, and their absence is said.
    assert names(FLOORS) == imported - brought
