"""The README's picture is what the code draws, and its alternative text says the numbers."""

import io
from pathlib import Path

import matplotlib
import numpy as np
import pytest
from matplotlib import image

from lessonlib import plots, running_example, true_class_probability
from lessonlib.display import png

ROOT = Path(__file__).parent.parent
LOCKED = dict(
    line.split(" ;")[0].split("==")
    for line in (ROOT / "requirements.lock").read_text().splitlines()
    if "==" in line and not line.startswith("#")
)


@pytest.mark.skipif(
    matplotlib.__version__ != LOCKED["matplotlib"],
    reason="another matplotlib than the lock's may draw letters differently",
)
def test_the_readmes_picture_is_the_receipt():
    ax = plots.bit_receipt(-np.log2(true_class_probability(*running_example())))
    drawn = image.imread(io.BytesIO(png(ax.figure)))
    np.testing.assert_array_equal(image.imread(ROOT / ".github" / "receipt.png"), drawn)
