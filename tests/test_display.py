"""A figure is shown once, with its caption, and its fingerprint changes whenever it does."""

import base64
import functools
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


def drawn():
    """The parts of a figure that has one of everything, by name."""
    fig = Figure()
    ax, bars = fig.add_subplot(131), fig.add_subplot(132)
    room = fig.add_subplot(133, projection="3d")
    ax.set(title="A title", xlabel="p", ylabel="bits", xlim=(0, 2), ylim=(0, 2))
    (curve,) = ax.plot(np.linspace(0, 1, 60), np.linspace(0, 1, 60) ** 2, color="b", label="curve")
    (points,) = ax.plot([0, 1], [1, 0], "o--", color="r")
    text = ax.text(1, 1, "1 bit")
    note = ax.annotate("here", (1, 0), (1, 1))
    dots, rules = ax.scatter([0, 1], [0, 1]), ax.vlines([0, 1], 0, [1, 2])
    mesh, picture = ax.pcolormesh([[0, 1], [2, 3]]), ax.imshow([[0, 1]])
    inset = ax.inset_axes([0, 0, 1, 1])
    inset.plot([0, 1], [0, 1])
    bar, _ = bars.bar(["A", "B"], [1, 2])
    bars.set_yticks([0, 1], ["none", "all"])
    (path,) = room.plot([0, 1], [0, 1], [0, 1])
    surface = room.plot_surface(*np.meshgrid([0, 1], [0, 1]), np.eye(2), cmap="viridis")
    fig.text(0, 0, "a note")
    return locals() | {"np": np, "Line2D": Line2D}


FAULTS = """
curve.set_ydata(curve.get_ydata()[::-1])
curve.set_ydata(curve.get_ydata() + 0.006)
curve.set_color("r") or points.set_color("b")
curve.remove()
curve.set_visible(False)
curve.set_linestyle("-.")
curve.set_color("green")
curve.set_alpha(0)
curve.set_label("line")
points.set_marker("s")
ax.set_title("Another title")
ax.set_title("More", loc="left")
ax.set_xlabel("nats")
ax.set_ylabel("bans")
ax.set_xlim(0, 2.02)
ax.set_ylim(0, 2.02)
ax.invert_yaxis()
ax.set_xscale("symlog")
ax.set_visible(False)
ax.set_axis_off()
ax.set_xticks([0, 1])
ax.legend([Line2D([], [])], ["a curve"])
ax.scatter([0.5], [0.5])
ax.bar([0.5], [0.5])
ax.fill_between([0, 1], [1, 0.5])
ax.imshow([[0, 1]])
ax.inset_axes([0, 0, 1, 1])
ax.figure.text(0.5, 0.5, "note")
ax.figure.suptitle("Another")
fig.texts[0].set_text("another note")
text.set_text("1 nat")
text.set_x(1.01)
text.remove()
note.set_position((1, 1.5))
note.xy = (1, 0.5)
dots.set_offsets([(0, 1), (1, 0)])
dots.set_alpha(0.5)
rules.set_segments([[(0, 0), (0, 2)]])
rules.set_color("red")
mesh.set_array(np.array([[0, 1], [3, 2]]))
picture.set_data([[1, 0]])
inset.lines[0].remove()
bar.set_width(bar.get_width() * 1.001)
bar.set_x(0.01)
bar.set_hatch("xx")
bar.set_facecolor("red")
bar.set_linestyle(":")
bar.remove()
bars.set_yticks([0, 1], ["all", "none"])
bars.set_yticks([0, 0.5], ["none", "all"])
bars.xaxis.get_major_formatter()._units.update(A=1, B=0)
path.set_data_3d([0, 1], [0, 1], [1, 0])
surface.set_cmap("plasma")
surface.set_array(np.array([9.0]))
room.set_zlabel("loss")
room.set_zlim(0, 5)
room.set_zticks([0, 1])
"""


@pytest.mark.parametrize("fault", FAULTS.strip().splitlines())
def test_the_fingerprint_sees_what_was_tampered_with(fault):
    figure = drawn()
    exec(fault, figure)
    assert fingerprint(figure["fig"]) != untouched()


@functools.cache
def untouched():
    return fingerprint(drawn()["fig"])


def test_the_fingerprint_is_json_and_the_same_each_time():
    assert json.loads(json.dumps(untouched())) == fingerprint(drawn()["fig"])


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
