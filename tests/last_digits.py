"""How far a result may be from the exact one, in units in its last place."""

import math

import numpy as np

# numpy 1.26 itself is off by up to 2 with AVX-512, in exp and in each logarithm; later ones by 1.
TWO = 2 if int(np.__version__.split(".")[0]) >= 2 else 4


def ulps(result, exact):
    """How many units in its last place a result is off."""
    return abs(result - exact) / math.ulp(float(exact))
