"""The benchmark sets beside each other only functions that take the same loss."""

import math

import pytest
from peers import RIVALS, ten_classes, two_classes


@pytest.mark.parametrize("classes", [two_classes, ten_classes])
def test_rivals_take_the_same_loss(classes):
    losses = {name: float(call()) for name, call in classes(1000).items()}
    pairs = [(ours, peer) for ours, peers in RIVALS.items() for peer in peers]
    present = [(ours, peer) for ours, peer in pairs if {ours, peer} <= losses.keys()]
    assert len(present) >= 3
    for ours, peer in present:
        bits, nats = losses[ours], losses[ours] * math.log(2)
        assert losses[peer] in (pytest.approx(bits, rel=1e-12), pytest.approx(nats, rel=1e-12))


def test_the_compiled_loop_leaves_small_numbers_alone():
    two_classes(1000)
    assert math.ulp(0.0) == 5e-324
    assert float("1e-310") / 2 > 0
