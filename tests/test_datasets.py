"""The running example, which never changes, and the data of the later lessons."""

from collections import Counter

import numpy as np
import pytest

from lessonlib import running_example
from lessonlib.datasets import blood_donors, penguins, shuttle, study_hours, titanic


def test_the_four_samples():
    y, yhat = example = running_example()
    assert y.tolist() == example.y.tolist() == [1.0, 0.0, 0.0, 1.0]
    assert yhat.tolist() == example.yhat.tolist() == [0.8, 0.3, 0.4, 0.7]
    assert (y.dtype, yhat.dtype) == (np.float64, np.float64)


def test_the_students_of_the_lesson():
    x, y = study_hours()
    assert x.tolist() == [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4]
    assert y.tolist() == [0, 0, 1, 0, 1, 0, 1, 1]


def test_the_flights_before_challenger():
    temperature, distress = shuttle()
    counts = Counter(zip(temperature.tolist(), distress.tolist(), strict=True))
    unharmed = {66: 1, 67: 3, 68: 1, 69: 1, 70: 2, 72: 1, 73: 1, 75: 1, 76: 2, 78: 1, 79: 1, 81: 1}
    harmed = {53: 1, 57: 1, 58: 1, 63: 1, 70: 2, 75: 1}
    assert counts == {(t, 0): n for t, n in unharmed.items()} | {
        (t, 1): n for t, n in harmed.items()
    }


def test_the_people_on_the_titanic():
    counts = titanic()
    assert counts.tolist() == [[122, 203], [167, 118], [528, 178], [673, 212]]
    assert counts.dtype.kind == "i"


@pytest.mark.parametrize("dataset", [running_example, study_hours, shuttle, titanic])
def test_nobody_can_spoil_the_data_for_others(dataset):
    before = [np.array(a).tolist() for a in dataset()]
    for array in dataset():
        array[...] = 7
    assert [np.array(a).tolist() for a in dataset()] == before


def test_the_penguins():
    species, *columns = penguins()
    assert Counter(species.tolist()) == {"Adelie": 151, "Chinstrap": 68, "Gentoo": 123}
    means = {
        "Adelie": [38.7914, 18.3464, 189.9536, 3700.6623],
        "Chinstrap": [48.8338, 18.4206, 195.8235, 3733.0882],
        "Gentoo": [47.5049, 14.9821, 217.1870, 5076.0163],
    }
    for name, mean in means.items():  # as the authors of the data print them
        of_these = [column[species == name].mean() for column in columns]
        assert of_these == pytest.approx(mean, abs=5e-5)


def test_the_blood_donors():
    donors = blood_donors()
    assert len(donors.donated) == 748
    assert Counter(donors.donated.tolist()) == {0: 570, 1: 178}
    assert (donors.volume == 250 * donors.donations).all()
    assert (donors.since_first >= donors.recency).all()
    ends = [(c.min(), c.max()) for c in donors]  # as the UCI page has them
    assert ends == [(0, 74), (1, 50), (250, 12500), (2, 98), (0, 1)]
    means = [c.mean().round(3) for c in donors]
    assert means == [9.507, 5.515, 1378.676, 34.282, 0.238]
