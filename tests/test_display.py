"""A figure is shown once, with its caption, and its fingerprint changes whenever it does."""

import base64
import io
import json
import re
import struct
import subprocess
import sys

import numpy as np
import pytest
from matplotlib import image
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from lessonlib import plots
from lessonlib.display import MIME, png, show
from lessonlib.fingerprint import all_axes, fingerprint

P_TRUE = [0.8, 0.7, 0.6, 0.7]
CAPTION = "The mean cost, 0.5220 bits, lies above 0.5146 bits."


def shown(figure, caption):
    """What ``show`` hands to IPython: the outputs that a notebook would store."""
    from IPython.utils.capture import capture_output

    with capture_output() as captured:
        assert show(figure, caption) is None
    assert captured.stdout == captured.stderr == ""
    return captured.outputs


# show


@pytest.mark.parametrize("kind", ["axes", "array", "list", "figure"])
def test_show_gives_a_picture_and_then_its_caption(shell, kind):
    ax = plots.jensen_gap(P_TRUE)
    figure = {"axes": ax, "array": np.array([ax]), "list": [ax], "figure": ax.figure}[kind]
    picture, text = shown(figure, CAPTION)
    assert set(picture.data) == {"image/png", "text/plain", MIME}
    assert picture.data["text/plain"] == f"Figure: {CAPTION}"
    assert picture.data[MIME] == fingerprint(ax.figure)
    assert picture.metadata == {"image/png": {"alt": CAPTION, "width": 640}}
    assert base64.b64decode(picture.data["image/png"]) == png(ax.figure)
    assert text.data == {"text/markdown": f"**Figure.** {CAPTION}", "text/plain": CAPTION}


def test_the_caption_reaches_markdown_as_it_is_written(shell):
    _, text = shown(plots.bce_curves(), "x_i * y_i in [a] `b` <c> $d$, 1 at most")
    assert text.data["text/markdown"].endswith(
        r"x\_i \* y\_i in \[a\] \`b\` \<c\> \$d\$, 1 at most"
    )


def test_a_figure_of_pyplot_is_shown_once(shell):
    pyplot = pytest.importorskip("matplotlib.pyplot")
    with pyplot.rc_context({"backend": "agg"}):
        figure, ax = pyplot.subplots()
        ax.set_title("3 bits")
        shown(ax, "3 bits")
        assert not pyplot.fignum_exists(figure.number)


def test_without_a_notebook_the_caption_is_printed():
    code = """if True:
        import sys
        from lessonlib import display, plots
        display.show(plots.road(), "A road.")
        print({"matplotlib.pyplot", "IPython"} & set(sys.modules))
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "Figure: A road.\nset()\n"


def test_the_picture_is_white_and_opaque_and_names_no_software():
    picture = png(plots.road().figure)
    assert struct.unpack(">II", picture[16:24]) == (960, 555)
    assert b"Software" not in picture
    assert (image.imread(io.BytesIO(picture))[2, 2] == 1).all()


def test_show_refuses_what_is_no_figure():
    with pytest.raises(
        TypeError, match="figure must be an Axes, an array of Axes or a Figure, not 3"
    ):
        show(3, "3 bits")


# The caption's numbers


def axes_with_numbers():
    ax = Figure().add_subplot(xlim=(0, 4), ylim=(-1, 2500), title="w₁ and log2: 5e-324")
    ax.set(xticks=[0, 4], yticks=[0, 2500])
    ax.plot([1, 2], [0.32193, -0.5], "o")
    ax.plot(np.linspace(0, 4, 401), np.linspace(100, 2400.25, 401))
    ax.barh([1], [868.4])
    ax.text(1, 1, "2,056 samples, 35%, w = −0.15")
    return ax


@pytest.mark.parametrize(
    "caption",
    [
        "0.32 bits, 0.322 bits, 0.3219 bits",
        "from 100 to 2,400",
        "up to 2,400.25, 2400.2",
        "−0.5 and -0.50 and −0.15",
        "868.4 of 868 nats",
        "2,056 or 2056 samples",
        "35% or 35 % or 0.35",
        "it freezes at 5e-324, written 5e−324; in float64 6e-324 is the same number",
        "log2 and −log₂ and w₁ and x² and ½ are no numbers",
        "No number at all.",
        "1–4, or 1-4; (1,) and (4, 1).",
    ],
)
def test_a_true_caption_passes(caption, capsys):
    show(axes_with_numbers(), caption)
    assert capsys.readouterr().out == f"Figure: {caption}\n"


@pytest.mark.parametrize(
    ("caption", "number"),
    [
        ("0.3219 bits and then 0.3220 bits", "0.3220"),
        ("0.5 bits", "0.5"),
        ("w = −0.32", "−0.32"),
        ("w = -0.16", "-0.16"),
        ("The curve passes through 1,250 somewhere.", "1,250"),
        ("36%", "36%"),
        ("2,065 samples", "2,065"),
        ("5e-323", "5e-323"),
        ("868.5 nats", "868.5"),
    ],
)
def test_a_number_that_the_figure_does_not_show_is_named(caption, number):
    expected = f"caption says {number}, but no number in the figure rounds to {number}."
    with pytest.raises(ValueError, match=re.escape(expected)):
        show(axes_with_numbers(), caption)


@pytest.mark.parametrize("caption", ["", "  \n", None])
def test_a_caption_must_be_there(caption):
    with pytest.raises(ValueError, match="caption must say what the figure shows, but it is empty"):
        show(axes_with_numbers(), caption)


# The fingerprint

DRAWN = {
    "information_curve": lambda: plots.information_curve([0.8, 0.01]),
    "code_lengths": lambda: plots.code_lengths([1 / 2, 1 / 4, 1 / 4], "abc"),
    "bit_receipt": lambda: plots.bit_receipt([0.3219, 0.5146]),
    "jensen_gap": lambda: plots.jensen_gap(P_TRUE),
    "four_rulers": lambda: plots.four_rulers(np.linspace(-3, 3, 61), [1, 0], [1, 2])[0, 0],
    "freezing_product": lambda: plots.freezing_product(P_TRUE, 2400),
    "bce_curves": lambda: plots.bce_curves()[0],
    "broadcast_table": lambda: plots.broadcast_table([1, 0], [0.8, 0.3]),
}


def _flip(line):
    line.set_ydata(np.asarray(line.get_ydata())[::-1])


def _shift(line):
    line.set_ydata(np.asarray(line.get_ydata()) + 0.003 * np.ptp(line.axes.get_ylim()))


def _swap_looks(line):
    other = line.axes.lines[1]
    ours, theirs = (
        {"linestyle": one.get_linestyle(), "color": one.get_color(), "marker": one.get_marker()}
        for one in (line, other)
    )
    line.set(**theirs)
    other.set(**ours)


LINE_FAULTS = {
    "flipped": _flip,
    "shifted": _shift,
    "looks swapped": _swap_looks,
    "deleted": lambda line: line.remove(),
    "hidden": lambda line: line.set_visible(False),
    "dashed": lambda line: line.set_linestyle("-."),
    "recoloured": lambda line: line.set_color("red"),
    "faded": lambda line: line.set_alpha(0),
}
AXES_FAULTS = {
    "retitled": lambda ax: ax.set_title("Another title"),
    "relabelled x": lambda ax: ax.set_xlabel("nats"),
    "relabelled y": lambda ax: ax.set_ylabel("bans"),
    "limits": lambda ax: ax.set_xlim(np.array(ax.get_xlim()) * [1, 1.01]),
    "axis upside down": lambda ax: ax.invert_yaxis(),
    "scale": lambda ax: ax.set_xscale("symlog"),
    "text changed": lambda ax: ax.texts[-1].set_text("6.6439 nats"),
    "text moved": lambda ax: ax.texts[-1].set_x(ax.texts[-1].get_position()[0] * 1.01 + 0.1),
    "text deleted": lambda ax: ax.texts[-1].remove(),
    "axes hidden": lambda ax: ax.set_visible(False),
    "frame hidden": lambda ax: ax.set_axis_on() if not ax.axison else ax.set_axis_off(),
    "legend": lambda ax: ax.legend([Line2D([], [])], ["a curve"]),
    "point added": lambda ax: ax.scatter([0.5], [0.5]),
    "bar added": lambda ax: ax.bar([0.5], [0.5]),
    "area added": lambda ax: ax.fill_between([0, 1], [1, 0.5]),
    "image added": lambda ax: ax.imshow([[0, 1]]),
    "inset added": lambda ax: ax.inset_axes([0, 0, 1, 1]),
    "note added": lambda ax: ax.figure.text(0.5, 0.5, "note"),
    "suptitle": lambda ax: ax.figure.suptitle("Another"),
}
PATCH_FAULTS = {
    "wider": lambda bar: bar.set_width(bar.get_width() * 1.001),
    "moved": lambda bar: bar.set_x(0.01),
    "hatch": lambda bar: bar.set_hatch("xx"),
    "colour": lambda bar: bar.set_facecolor("red"),
    "deleted": lambda bar: bar.remove(),
}
TAMPERED = (
    ("bce_curves freezing_product jensen_gap four_rulers", lambda ax: ax.lines[0], LINE_FAULTS),
    ("information_curve bit_receipt broadcast_table", lambda ax: ax, AXES_FAULTS),
    ("code_lengths bit_receipt broadcast_table", lambda ax: ax.patches[0], PATCH_FAULTS),
)


def assert_seen(ax, tamper):
    before = fingerprint(ax.figure)
    tamper()
    assert fingerprint(ax.figure) != before


@pytest.mark.parametrize(
    ("name", "part", "fault"),
    [
        pytest.param(name, part, fault, id=f"{name}-{described}")
        for names, part, faults in TAMPERED
        for name in names.split()
        for described, fault in faults.items()
    ],
)
def test_fingerprint_sees_what_was_tampered_with(name, part, fault):
    ax = DRAWN[name]()
    assert_seen(ax, lambda: fault(part(ax)))


def test_fingerprint_sees_relabelled_ticks_insets_and_collections():
    ax = plots.bit_receipt([0.3, 0.5])
    assert_seen(ax, lambda: ax.set_yticks([0, 1], ["sample 2", "sample 1"]))
    ax, other = Figure().subplots(1, 2)
    ax.bar(["A", "B"], [1, 2])
    other.bar(["B", "A"], [1, 2])
    assert fingerprint(ax.figure)["axes"][0] != fingerprint(ax.figure)["axes"][1]
    ax = plots.jensen_gap(P_TRUE)
    assert_seen(ax, lambda: ax.child_axes[0].lines[0].remove())
    ax = Figure().add_subplot()
    dots, bars = ax.scatter([0, 1], [0, 1]), ax.vlines([0, 1], 0, [1, 2])
    mesh = ax.pcolormesh([[0, 1], [2, 3]])
    assert_seen(ax, lambda: dots.set_offsets([(0, 1), (1, 0)]))
    assert_seen(ax, lambda: bars.set_segments([[(0, 0), (0, 2)]]))
    assert_seen(ax, lambda: mesh.set_array(np.array([[0, 1], [3, 2]])))


@pytest.mark.parametrize("name", DRAWN)
def test_fingerprint_is_json_and_the_same_each_time(name):
    stored = json.dumps(fingerprint(DRAWN[name]().figure))
    assert json.loads(stored) == fingerprint(DRAWN[name]().figure)
    assert "-0," not in stored.replace("(-0, ", "-0,")
    assert len(stored) < 4000


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-0.0, "0"),
        (1e-17, "0"),
        (0.123449, "0.1234"),
        (1 / 3 + 1e-15, "0.3333"),
        (np.nextafter(0.12345, 0), "0.1235"),  # on the border: its last bits do not decide
        (np.nextafter(0.12345, 1), "0.1235"),
        (np.inf, "inf"),
        (-np.inf, "-inf"),
        (np.nan, "nan"),
        (1.23456e-30, "0"),
        (123456.0, "1.235e+05"),
    ],
)
def test_numbers_are_rounded_alike_everywhere(value, text):
    ax = Figure().add_subplot(xlim=(0, 1), ylim=(0, 1))
    ax.plot([1], [value])
    assert fingerprint(ax.figure)["axes"][0]["lines"][0]["points"] == f"(1, {text})"


def test_small_numbers_count_on_a_logarithmic_axis():
    ax = Figure().add_subplot(xlim=(0, 1), ylim=(1e-30, 1), yscale="log")
    ax.plot([1], [1e-30])
    assert fingerprint(ax.figure)["axes"][0]["lines"][0]["points"] == "(1, 1e-30)"


def test_all_axes_lists_insets_once_and_leaves_hidden_ones_out():
    ax = Figure().add_subplot()
    inset, hidden = ax.inset_axes([0, 0, 1, 1]), ax.inset_axes([0, 0, 1, 1])
    hidden.set_visible(False)
    assert all_axes(ax.figure) == [ax, inset]
