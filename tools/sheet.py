"""What one takes away: the lessons' recaps on one sheet, and where each term is taught."""

import re
import sys

import derive

TABLE = re.compile(r"(?:^\|.*\n?)+", re.MULTILINE)
TERMS = re.compile(r"^\| lesson \| terms, .*(?:\n\|.*)*", re.MULTILINE)
TERM = re.compile(r"(?<=[|,] )([^|,(]+) \(\d*\)")
BOLD = re.compile(r"\*\*([^*]+)\*\*")


def sheet(lessons):
    """The text of the sheet: each lesson's title and the table of its recap."""
    parts = ["# The lessons on one sheet"]
    for cells in lessons.values():
        recap = next((cell for cell in cells if cell.id == "recap"), None)
        if recap is not None and (table := TABLE.search(recap.source)):
            parts.append(f"#{cells[0].source.splitlines()[0]}\n\n{table[0].strip()}")
    return "\n\n".join(parts) + "\n"


def terms(text, lessons):
    """The text with its table of terms sorted by where a term first stands in bold."""
    table = TERMS.search(text)
    if not table:
        return text
    places = {}
    for name, cells in lessons.items():
        section = 0
        for cell in (cell for cell in cells if cell.cell_type == "markdown"):
            if found := derive.SECTION.search(cell.source):
                section = int(found[1])
            for bold in BOLD.findall(cell.source) if section else ():
                places.setdefault(bold.lower(), (name, section))
    rows = {}
    for term in TERM.findall(table[0]):
        if term.lower() not in places:
            sys.exit(f"no lesson has {term!r} in bold, which {min(lessons)} lists as a term.")
        name, section = places[term.lower()]
        rows.setdefault(name, []).append((section, term))
    lines = ["| lesson | terms, and their sections |", "|---|---|"]
    for name in sorted(rows):
        said = ", ".join(f"{term} ({section})" for section, term in sorted(rows[name]))
        lines.append(f"| [{name[:2]}]({name}) | {said} |")
    return text.replace(table[0], "\n".join(lines))
