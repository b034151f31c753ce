"""Reliability bins against scikit-learn, temperature against statsmodels."""

import numpy as np
import pytest
import statsmodels.api as sm
from sklearn.calibration import calibration_curve

from lessonlib import sigmoid
from lessonlib.calibration import reliability, temperature

pytestmark = pytest.mark.filterwarnings("error")


def overconfident(m=500, boldness=2.5, seed=3):
    rng = np.random.default_rng(seed)
    honest = rng.normal(0, 1.5, m)
    y = (rng.random(m) < sigmoid(honest)).astype(float)
    return y, boldness * honest


def test_bins_as_scikit_learn_has_them():
    y, z = overconfident()
    observed, predicted = calibration_curve(y, sigmoid(z), n_bins=7)
    bins = reliability(y, sigmoid(z), bins=7)
    assert (bins.count > 0).all()
    assert bins.observed == pytest.approx(observed, rel=1e-14)
    assert bins.predicted == pytest.approx(predicted, rel=1e-14)


def test_bins_by_hand():
    bins = reliability([1, 0, 1, 0, 1], [0.9, 0.1, 0.15, 0.05, 1.0], bins=4)
    assert bins.edges.tolist() == [0, 0.25, 0.5, 0.75, 1]
    assert bins.count.tolist() == [3, 0, 0, 2]
    assert bins.predicted[[0, 3]] == pytest.approx([0.1, 0.95], rel=1e-15)
    assert bins.observed[[0, 3]] == pytest.approx([1 / 3, 1], rel=1e-15)
    assert np.isnan(bins.predicted[1:3]).all()
    assert np.isnan(bins.observed[1:3]).all()


def test_bins_above_the_highest_prediction_are_there_and_empty():
    bins = reliability([0, 1], [0.1, 0.2], bins=4)
    assert bins.count.tolist() == [2, 0, 0, 0]
    assert bins.predicted == pytest.approx([0.15, np.nan, np.nan, np.nan], nan_ok=True)
    assert bins.observed == pytest.approx([0.5, np.nan, np.nan, np.nan], nan_ok=True)


def test_there_are_ten_bins_unless_told_otherwise():
    bins = reliability([0, 1], [0.12, 0.97])
    assert bins.edges == pytest.approx([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    assert bins.count.tolist() == [0, 1, 0, 0, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("bins", [1, 3, 10, 49, 100])
def test_an_edge_belongs_to_the_bin_above_it(bins):
    edges = np.arange(bins + 1) / bins
    count = reliability(np.ones(bins + 1), edges, bins).count
    assert count.tolist() == [1] * (bins - 1) + [2]


@pytest.mark.parametrize("boldness", [0.3, 1.0, 2.5])
def test_temperature_as_statsmodels_has_it(boldness):
    y, z = overconfident(boldness=boldness)
    weight = sm.Logit(y, z).fit(disp=0, tol=1e-12).params[0]
    assert temperature(y, z) == pytest.approx(1 / weight, rel=1e-10)


@pytest.mark.parametrize("factor", [1e-10, 3, 1e10])
def test_bolder_logits_need_a_temperature_as_much_higher(factor):
    y, z = overconfident()
    assert temperature(y, factor * z) == pytest.approx(factor * temperature(y, z), rel=1e-12)


def test_one_logit_for_all_is_brought_to_the_share_of_ones():
    # σ(1/T) = 3/5, so 1/T = ln 1.5: less than 1, and none the worse for it
    assert temperature([1, 1, 1, 0, 0], [1] * 5) == pytest.approx(1 / np.log(1.5), rel=1e-12)
