"""The one visual style of the figures: a dictionary of matplotlib settings and a few named colours.

It is applied for the length of a call, with ``matplotlib.rc_context(STYLE)``, and never globally.
"""

from matplotlib import rcParamsDefault

# Okabe and Ito's colours, the orange and the green darkened until they are readable as text on
# white. No figure tells things apart by colour alone.
COLOURS = {
    "ink": "#1a1a1a",
    "grey": "#595959",
    "pale": "#d9d9d9",
    "paper": "#ffffff",
    "blue": "#0072b2",
    "orange": "#b84a00",
    "green": "#006b4f",
    "sky": "#9fd3f2",
    "sand": "#f5d58a",
}

# Inches. A figure is shown 100 CSS pixels to the inch, so that 12 points read like the prose.
WIDTH = 6.4

_VISIBLE = "agg axes axes3d figure font grid hatch image lines path patch savefig text xtick ytick"

STYLE = {
    # From matplotlib's defaults, so that a figure looks the same whatever a reader has set.
    **{k: v for k, v in rcParamsDefault.items() if k.split(".")[0] in _VISIBLE.split()},
    "font.family": ["DejaVu Sans"],  # comes with matplotlib, so it is there everywhere
    "font.size": 12,
    "text.color": COLOURS["ink"],
    "figure.constrained_layout.h_pad": 0.08,
    "figure.constrained_layout.w_pad": 0.06,
    "figure.titlesize": 12.5,
    "figure.titleweight": "bold",
    "axes.edgecolor": COLOURS["grey"],
    "axes.labelcolor": COLOURS["ink"],
    "axes.titlesize": 12.5,
    "axes.titleweight": "bold",
    "axes.titlepad": 10,
    "axes.axisbelow": True,
    "axes.linewidth": 0.9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "lines.linewidth": 2.2,
    "lines.markersize": 8,
    "patch.edgecolor": COLOURS["ink"],
    "hatch.linewidth": 0.8,
    "xtick.color": COLOURS["ink"],
    "ytick.color": COLOURS["ink"],
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
}
