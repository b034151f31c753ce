"""What lessons 08 and 09 say of other libraries, tried on them.

Every expected value is worked out by hand. PyTorch and Keras are not in the lock:
`tox run -e libraries` has them.
"""

import math
import os
from pathlib import Path

import nbformat
import numpy as np
import pytest
from scipy import special, stats
from sklearn.metrics import log_loss

from lessonlib import softmax, softmax_cross_entropy

NOT_CHECKED = "the rows of {} in lessons 08 and 09 are not checked: tox run -e libraries does"
NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"

Q = np.array([[4, 2, 2], [1, 6, 1], [2, 2, 4], [5, 1, 2]]) / 8
NUMBERS = np.array([0, 1, 2, 1])
Y = np.array([[1.0, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]])
ODDS, SCORES = np.log(Q / (1 - Q)), np.log(Q) + 5  # their sigmoid, their softmax is Q
CERTAIN, TOP = np.eye(2), [40.0, 0.0, 0.0]

# The labels have 1/2, 3/4, 1/2 and 1/8 of their rows; the rows, with 1 − q where the label is 0,
# multiply to 9/32, 147/256, 9/32 and 9/256. A soft label, 1/4, meets a share of 1/8.
ROWS = pytest.approx(math.log(128 / 3) / 4, rel=1e-6)
CELLS = pytest.approx(math.log(32 * 256 * 32 * 256 / (9 * 147 * 9 * 9)) / 12, rel=1e-6)
SOFT = pytest.approx(math.log(8) / 4 + math.log(8 / 7) * 3 / 4, rel=1e-6)

TABLE = []


def row(function, rest):
    """Mark the test of a row of lesson 08's table."""
    TABLE.append((function, rest))
    return lambda test: test


def source(lesson, cell_id):
    (path,) = NOTEBOOKS.glob(f"{lesson}_*.ipynb")
    return next(c.source for c in nbformat.read(path, as_version=4).cells if c.id == cell_id)


@pytest.fixture
def torch():
    """Make a loss of PyTorch by its name; it takes arrays."""
    torch = pytest.importorskip("torch", reason=NOT_CHECKED.format("PyTorch"))
    return lambda name: lambda *a: getattr(torch.nn, name)()(*map(torch.tensor, a)).item()


@pytest.fixture
def keras():
    """Make a loss of Keras by its name and options; it takes arrays."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    losses = pytest.importorskip("keras", reason=NOT_CHECKED.format("Keras")).losses
    return lambda name, **options: lambda *a: float(getattr(losses, name)(**options)(*a))


def peers():
    """The functions of the cell in which lesson 09 asks other libraries."""
    names = {"softmax": softmax, "softmax_cross_entropy": softmax_cross_entropy, "np": np}
    exec(source("09", "peers-run"), names)
    return names


def test_every_row_of_the_table_has_a_test():
    cells = source("08", "libraries-text"), source("08", "libraries-more")
    tables = [[line for line in cell.splitlines() if line[:1] == "|"] for cell in cells]
    assert tables[0][2:] + tables[1][2:] == [f"| {function} | {rest} |" for function, rest in TABLE]


def test_the_lessons_say_what_is_tried_here():
    assert "refuse numbers below 0 or above 1" in source("08", "twice-text")
    options = source("08", "libraries-options")
    assert "`log_loss` takes the columns in the **sorted** order of the labels" in options
    assert "*weighted* mean, divided by the weights of the rows' classes" in options
    assert "rows with the label `ignore_index` are left out" in options
    assert "`label_smoothing=0.1`" in options
    assert "a tenth of each is spread over all classes" in options
    assert "0.3133 nats" in source("08", "libraries-refuse")
    assert "**inf**, **100**, **36.04** and **16.12**" in source("09", "question")
    assert "10⁻⁷ (Keras), and one gap of the predictions' type (scikit-learn)" in source(
        "09", "clip-text"
    )
    assert "`BCELoss` cuts the logarithm itself at −100" in source("09", "clip-text")
    assert "should cost 37 nats costs 100" in source("09", "clip-explain")
    answers = source("09", "peers-explain")
    assert "scikit-learn answered 2.22e-16 (its clip), SciPy and PyTorch 0" in answers
    assert "The truth is 8.49671e-18." in answers
    assert "scikit-learn caps a confident miss at 36.04 nats in float64, and at 15.94 in" in answers


@row("scikit-learn `log_loss`", "probabilities | class names or numbers | labels | mean over rows")
def test_log_loss():
    assert log_loss(NUMBERS, Q) == ROWS
    assert log_loss(["Adelie", "Chinstrap", "Gentoo", "Chinstrap"], Q) == ROWS
    with pytest.raises(ValueError, match="greater than 1"):
        log_loss(Q, NUMBERS)


@row("PyTorch `BCELoss`", "probabilities | 0/1 or soft | predictions | mean over **cells**")
def test_bce_loss(torch):
    loss = torch("BCELoss")
    assert loss(Q, Y) == CELLS
    assert loss(Y, Q) != CELLS
    assert loss([1 / 8], [1 / 4]) == SOFT


@row("PyTorch `BCEWithLogitsLoss`", "logits | 0/1 or soft | predictions | mean over **cells**")
def test_bce_with_logits_loss(torch):
    loss = torch("BCEWithLogitsLoss")
    assert loss(ODDS, Y) == CELLS
    assert loss(Y, ODDS) != CELLS
    assert loss([-math.log(7)], [1 / 4]) == SOFT


@row(
    "PyTorch `CrossEntropyLoss`",
    "**scores** | class numbers, or rows | predictions | mean over rows",
)
def test_cross_entropy_loss(torch):
    loss = torch("CrossEntropyLoss")
    assert loss(SCORES, NUMBERS) == ROWS
    assert loss(SCORES, Y) == ROWS
    assert loss(Y, SCORES) != ROWS
    assert loss([[0, math.log(7)]], [[1 / 4, 3 / 4]]) == SOFT


@row("PyTorch `NLLLoss`", "log-probabilities | class numbers | predictions | mean over rows")
def test_nll_loss(torch):
    loss = torch("NLLLoss")
    assert loss(np.log(Q), NUMBERS) == ROWS
    assert loss(SCORES, NUMBERS) + 5 == ROWS
    for wrong in [(NUMBERS, np.log(Q)), (np.log(Q), Y)]:
        with pytest.raises(RuntimeError):
            loss(*wrong)


@row(
    "Keras `BinaryCrossentropy`",
    "probabilities, unless `from_logits=True` | 0/1 or soft | labels | mean over **cells**",
)
def test_binary_crossentropy(keras):
    loss, from_logits = keras("BinaryCrossentropy"), keras("BinaryCrossentropy", from_logits=True)
    assert loss(Y, Q) == CELLS
    assert from_logits(Y, ODDS) == CELLS
    assert loss(Q, Y) != CELLS
    assert loss(np.array([1 / 4]), np.array([1 / 8])) == SOFT


@row("Keras `CategoricalCrossentropy`", "same | one-hot rows | labels | mean over rows")
def test_categorical_crossentropy(keras):
    loss = keras("CategoricalCrossentropy")
    assert loss(Y, Q) == ROWS
    assert keras("CategoricalCrossentropy", from_logits=True)(Y, SCORES) == ROWS
    assert loss(Q, Y) != ROWS
    with pytest.raises(ValueError, match="same shape"):
        loss(NUMBERS, Q)


@row("Keras `SparseCategoricalCrossentropy`", "same | class numbers | labels | mean over rows")
def test_sparse_categorical_crossentropy(keras):
    loss = keras("SparseCategoricalCrossentropy")
    assert loss(NUMBERS, Q) == ROWS
    assert keras("SparseCategoricalCrossentropy", from_logits=True)(NUMBERS, SCORES) == ROWS
    for wrong in [(Q, NUMBERS), (Y, Q)]:
        with pytest.raises(ValueError, match="same shape"):
            loss(*wrong)


@row(
    "SciPy `stats.entropy(p, q)`",
    "q, rescaled to sum to 1 | p, rescaled too | p | **KL**(p‖q), a sum down the columns",
)
def test_stats_entropy():
    p, q = [[1, 1, 0], [3, 1, 5]], [[2, 2, 1], [2, 6, 1]]
    first = math.log(1 / 2) / 4 + math.log(3 / 2) * 3 / 4
    second = math.log(2) / 2 + math.log(2 / 3) / 2
    assert stats.entropy(p, q) == pytest.approx([first, second, math.log(2)])
    assert stats.entropy(q, p)[2] == math.inf


@row("SciPy `special.rel_entr(p, q)`", "q | p | p | the terms of KL, not summed")
def test_rel_entr():
    terms = [[math.log(1 / 2), 3 * math.log(3 / 2)], [0, math.log(1 / 4)]]
    assert special.rel_entr([[1, 3], [0, 1]], [[2, 2], [5, 4]]) == pytest.approx(np.array(terms))
    assert special.rel_entr(2, 1) == pytest.approx(2 * math.log(2))
    assert special.rel_entr(1, special.expit(-1000)) == math.inf


def test_log_loss_sorts_the_labels():
    rows = [[1 / 8, 7 / 8], [1 / 4, 3 / 4]]
    first_column_is_a = (math.log(8 / 7) + math.log(4)) / 2
    assert log_loss(["b", "a"], rows) == pytest.approx(first_column_is_a)
    with pytest.warns(UserWarning, match="ordered lexicographically"):
        given = log_loss(["b", "a"], rows, labels=["b", "a"])
    assert given == pytest.approx(first_column_is_a)


def test_pytorch_divides_by_the_weights_of_the_rows():
    torch = pytest.importorskip("torch", reason=NOT_CHECKED.format("PyTorch"))
    weight = torch.tensor([1.0, 3, 2], dtype=torch.float64)
    costs = [math.log(2), math.log(8 / 6), math.log(2), math.log(8)]
    weighted = costs[0] + 3 * costs[1] + 2 * costs[2] + 3 * costs[3]
    without_1 = (costs[0] + 2 * costs[2]) / (1 + 2)
    for loss in (torch.nn.NLLLoss, torch.nn.CrossEntropyLoss):
        given = torch.tensor(np.log(Q)), torch.tensor(NUMBERS)
        assert loss(weight=weight)(*given).item() == pytest.approx(weighted / (1 + 3 + 2 + 3))
        assert loss(weight=weight, ignore_index=1)(*given).item() == pytest.approx(without_1)


def test_pytorch_smooths_labels_by_a_share_for_all_classes():
    torch = pytest.importorskip("torch", reason=NOT_CHECKED.format("PyTorch"))
    loss = torch.nn.CrossEntropyLoss(label_smoothing=0.3)
    given = torch.tensor(np.log([[1 / 2, 1 / 4, 1 / 4]])), torch.tensor([0])
    soft = 0.8 * math.log(2) + 0.2 * math.log(4)  # labels 0.7 + 0.1, 0.1, 0.1
    assert loss(*given).item() == pytest.approx(soft)


@pytest.mark.parametrize("number", [-0.25, 1.25])
def test_log_loss_refuses_what_is_no_probability(number):
    with pytest.raises(ValueError, match=r"lower than 0|greater than 1"):
        log_loss([0, 1], [number, 0.5])


@pytest.mark.parametrize("number", [-0.25, 1.25])
def test_bce_loss_refuses_what_is_no_probability(torch, number):
    with pytest.raises(RuntimeError, match="between 0 and 1"):
        torch("BCELoss")([number, 0.5], [0.0, 1.0])


def test_pytorch_takes_any_numbers_for_logits(torch):
    rows, cells = torch("CrossEntropyLoss"), torch("BCEWithLogitsLoss")
    assert f"{rows(CERTAIN, [0, 1]):.4f}" == "0.3133"  # ln(1 + 1/e)
    assert f"{cells(CERTAIN, CERTAIN):.4f}" == "0.5032"  # the mean of that and ln 2
    assert rows([[-1000.0, 0.0]], [0]) == cells([-1000.0], [1.0]) == 1000


def test_keras_takes_any_numbers_for_logits(keras):
    rows = keras("CategoricalCrossentropy", from_logits=True)
    cells = keras("BinaryCrossentropy", from_logits=True)
    assert f"{rows(CERTAIN, CERTAIN):.4f}" == "0.3133"
    assert f"{cells(CERTAIN, CERTAIN):.4f}" == "0.5032"
    assert cells(np.ones(1), np.array([-1000.0])) == 1000


def test_bce_loss_cuts_the_logarithm_at_100(torch):
    for z, nats in [(-30, 30), (-50, 50), (-200, 100), (-1000, 100)]:
        assert torch("BCELoss")(np.exp([z]), np.ones(1)) == pytest.approx(nats)
    assert torch("BCELoss")(special.expit([37.0]), np.zeros(1)) == 100


@pytest.mark.parametrize(("kind", "nats"), [(np.float64, "36.04"), (np.float32, "15.94")])
def test_log_loss_caps_a_miss_at_the_gap_of_the_type(kind, nats):
    for share in np.exp([-50, -1000]):
        assert f"{log_loss([1], kind([[1 - share, share]]), labels=[0, 1]):.2f}" == nats


@pytest.mark.parametrize("z", [-30, -1000])
def test_keras_clips_at_1e_7(keras, z):
    share = np.exp(z)
    shares = np.array([[share, 1 - share]])
    assert f"{keras('BinaryCrossentropy')(np.ones(1), np.array([share])):.2f}" == "16.12"
    assert f"{keras('CategoricalCrossentropy')(np.eye(1, 2), shares):.2f}" == "16.12"
    assert f"{keras('SparseCategoricalCrossentropy')(np.array([0]), shares):.2f}" == "16.12"


def test_peers_lose_what_lessonlib_keeps():
    assert f"{peers()['scikit_learn'](TOP):.2e}" == "2.22e-16"
    assert peers()["scipy"](TOP) == 0
    assert f"{softmax_cross_entropy([0], [TOP], base=math.e):.6g}" == "8.49671e-18"  # 2·e⁻⁴⁰


def test_pytorch_loses_it_too(torch):
    assert peers()["torch"](TOP) == 0
    assert torch("CrossEntropyLoss")(np.array([TOP]), [0]) == 0  # in float64, as well
