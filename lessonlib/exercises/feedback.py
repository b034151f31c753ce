"""Shows what is said of an answer: as HTML where a notebook shows it, as plain text elsewhere."""

from __future__ import annotations

import html
import re
import textwrap

from lessonlib.environment import in_notebook

WIDTH = 90
# A sign, a word and a colour: none of them stands alone. Each colour can be told from a white page
# and from a black one (3.9 to 1 and more), and only draws the bar at the left.
RIGHT, WRONG, OPEN, RAISED, TOLD = "✓", "✗", "○", "!", "→"
_BARS = {RIGHT: "#00835f", WRONG: "#c75300", OPEN: "#767676", RAISED: "#c75300", TOLD: "#1f7fc4"}
# What must not be parted at the end of a line: a formula, or what is quoted.
_KEPT = re.compile(r'"[^"\n]{1,40}"|`[^`\n]{1,70}`|\S+(?: [−=·+/≤≥<>≈×@] \S+)+')


def say(exercise_id: str, sign: str, opening: str, text: str = "") -> None:
    """Show a message under its exercise's number, each line of its text on a line of its own.

    >>> say("1.2", "✓", "right:", "well done.\\nA second line.")
    ✓ 1.2  right: well done.
           A second line.
    """
    text = f"{opening} {text}".strip()
    text = text.encode("utf-8", "replace").decode()  # an error's message can hold anything
    _display(_html(exercise_id, sign, opening, text), _plain(f"{sign} {exercise_id}  ", text))


def tell(lines: list[list[str]]) -> None:
    """Show lines of short items, none of which is parted at the end of a line.

    >>> tell([["Lesson 02"], ["✓ 2.1", "○ 2.2"]])
    Lesson 02
    ✓ 2.1   ○ 2.2
    """
    page = "<br>".join(" &ensp; ".join(map(_whole, line)) for line in lines)
    _display(f"<div>{page}</div>", "\n".join("   ".join(line) for line in lines))


def _display(page: str, plain: str) -> None:
    if not in_notebook():
        print(plain)
        return
    from IPython.display import display

    display({"text/html": page, "text/plain": plain}, raw=True)


def _plain(start: str, text: str) -> str:
    """The text in lines of 90 characters, broken nowhere within quotes or a short formula."""
    text = _KEPT.sub(lambda kept: kept[0].replace(" ", "\0" if len(kept[0]) < 72 else " "), text)
    indent = " " * len(start)
    lines = [
        textwrap.fill(
            line,
            WIDTH,
            initial_indent=indent if number else start,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for number, line in enumerate(text.splitlines())
    ]
    return "\n".join(lines).replace("\0", " ")


def _html(exercise_id: str, sign: str, opening: str, text: str) -> str:
    head = html.escape(f"{sign} {exercise_id} {opening}")
    lines = [_marked(line) for line in text.removeprefix(opening).splitlines()]
    return (
        f'<div style="border-left: 4px solid {_BARS[sign]}; padding-left: 12px; max-width: 60em">'
        f"<b>{head}</b>{'<br>'.join(lines)}</div>"
    )


def _marked(line: str) -> str:
    """A line as HTML, with its code in boxes and its formulas in one piece."""
    made, end = "", 0
    for kept in _KEPT.finditer(line):
        code = kept[0][0] == "`"
        piece = kept[0].strip("`") if code else kept[0]
        piece = _whole(piece) if len(piece) <= WIDTH // 3 else html.escape(piece)
        made += html.escape(line[end : kept.start()]) + (f"<code>{piece}</code>" if code else piece)
        end = kept.end()
    return made + html.escape(line[end:])


def _whole(piece: str) -> str:
    return f'<span style="white-space: nowrap">{html.escape(piece)}</span>'
