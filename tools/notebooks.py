"""Run notebooks in place and store what they print, so that a second run changes no byte.

    python tools/notebooks.py           every notebook
    python tools/notebooks.py 03        only the one whose name starts with 03

Then write what tools/derive.py derives. The rest of the source and cell ids are never touched.
Where a cell fails, or writes to stderr, nothing is stored.
"""

import json
import os
import re
import sys
import tempfile
import time
import uuid
from pathlib import Path

import derive
import nbformat
import sheet
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = Path(__file__).resolve().parent.parent
KERNELS = tempfile.TemporaryDirectory(prefix="kernels-")
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
COLOUR_CODES = re.compile(r"\x1b\[[0-9;]*m")
WIDGET = "application/vnd.jupyter.widget-view+json"


def chosen(lesson):
    """The notebooks whose name starts with `lesson`; all of them for an empty string."""
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    found = [path for path in paths if path.name.startswith(lesson)]
    if not found:
        names = ", ".join(path.stem for path in paths)
        sys.exit(f"No notebook starts with {lesson!r}. There are: {names or 'none'}.")
    return found


def read(path):
    """The notebook with the metadata of all, unless nbformat would have to mend what is in it."""
    try:
        text = path.read_text(encoding="utf-8")
        raw = json.loads(text)
    except ValueError as error:
        sys.exit(f"{path.name} cannot be read ({error}): take it back from git, or merge it anew.")
    ids = [cell.get("id") for cell in raw["cells"]]
    for place, name in enumerate(ids):
        if name is None:
            refuse(path, f"number {place + 1}", "has no id. Give it a readable one of its own.")
        if ids.count(name) > 1:
            refuse(path, name, "shares its id with another cell. Give it one of its own.")
    if (raw["nbformat"], raw["nbformat_minor"]) != (4, 5):
        sys.exit(f"{path.name} is in format {raw['nbformat']}.{raw['nbformat_minor']}, not in 4.5.")
    notebook = nbformat.v4.reads(text)
    notebook.metadata = nbformat.from_dict(METADATA)
    try:
        nbformat.validate(notebook)
    except nbformat.ValidationError as error:
        sys.exit(f"{path.name} breaks the notebook format ({error.message[:200]}): mend the file.")
    for cell in (cell for cell in notebook.cells if cell.cell_type == "code"):
        if not cell.source.strip():
            refuse(path, cell.id, "is an empty code cell. Fill it or delete it.")
        if derive.SLIDER.search(cell.source) and len(re.findall(r"^\w", cell.source, re.M)) > 1:
            refuse(path, cell.id, "is more than a slider. Keep explore(...) alone in its cell.")
    return notebook


def refuse(path, cell_id, why):
    sys.exit(f"{path.name}, cell {cell_id}: {why}\nThe notebooks were left as they were.")


def kernel_manager(manager, **options):
    """A manager whose kernel has files for sockets, not ports.

    A port is picked while it is free, given back, and taken by the kernel a second later. What
    connects in that second, a browser say, may be given the same one: the kernel never answers.
    """
    if os.name != "nt":
        file = os.path.join(KERNELS.name, f"{uuid.uuid4().hex[:8]}.json")
        options |= {"transport": "ipc", "connection_file": file}
    return manager(**options)


def run(path, notebook):
    """Run every cell, in the folder and with the Python that a learner would use."""
    client = NotebookClient(
        notebook,
        timeout=60,
        record_timing=False,
        extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(path.parent)}},
        km=kernel_manager(AsyncKernelManager, kernel_name="python3"),
    )
    # A slider is not answered: that races with the cell's reply, whose wait then takes 60 s.
    client.widget_registry = {}
    with client.setup_kernel(cleanup_kc=True):
        for index, cell in enumerate(notebook.cells):
            try:
                client.execute_cell(cell, index)
            except CellTimeoutError:
                refuse(path, cell.id, "took longer than 60 seconds.")
            except DeadKernelError:
                refuse(path, cell.id, "ended its kernel.")
            except CellExecutionError as error:
                trace = COLOUR_CODES.sub("", error.traceback)
                refuse(path, cell.id, f"raised an error.\n\n{trace}")
            for output in cell.get("outputs", []):
                if output.get("name") == "stderr":
                    refuse(path, cell.id, f"wrote to stderr.\n\n{output.text}")


def normalise(notebook):
    """Keep of the outputs what every run and every machine would store alike."""
    count = 0
    for cell in notebook.cells:
        cell.metadata = nbformat.NotebookNode()
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            slides = derive.SLIDER.search(cell.source)  # and nothing compares what that puts out
            cell.outputs = [] if slides else outputs_to_keep(cell.outputs, count)


def outputs_to_keep(outputs, count):
    kept = []
    for output in outputs:
        if WIDGET in output.get("data", {}):
            continue  # it is stored under a random name, and is dead without its kernel
        if output.output_type == "stream" and kept and kept[-1].get("name") == output.name:
            kept[-1].text += output.text
            continue
        if output.output_type == "execute_result":
            output.execution_count = count
        kept.append(output)
    return kept


def rewrite(notebooks, root):
    """Write into notebooks, {name: it}, what is derived; return all files' text, {path: text}."""
    where = derive.address((root / "pyproject.toml").read_text(encoding="utf-8"))
    readme = root / "README.md"
    texts = {readme: derive.derive(where, notebooks, readme.read_text(encoding="utf-8"))}
    lessons = {name: notebooks[name].cells for name in sorted(notebooks)}
    for cell in lessons[min(lessons)]:
        cell.source = sheet.terms(cell.source, lessons)
    texts[root / "notebooks" / "sheet.md"] = sheet.sheet(lessons)
    for name, notebook in notebooks.items():
        texts[root / "notebooks" / name] = nbformat.writes(notebook).rstrip("\n") + "\n"
    return texts


def main():
    if len(sys.argv) > 2:
        sys.exit(__doc__)
    to_run = chosen("".join(sys.argv[1:]))
    notebooks = {path.name: read(path) for path in chosen("")}
    rewrite(notebooks, ROOT)  # before they run: a set-up cell is derived too
    for path in to_run:
        start = time.perf_counter()
        run(path, notebooks[path.name])
        normalise(notebooks[path.name])
        print(f"{path.name}: run in {time.perf_counter() - start:.1f} s", flush=True)
    for path, text in rewrite(notebooks, ROOT).items():
        changed = not path.exists() or path.read_bytes() != text.encode()
        if changed:
            path.write_bytes(text.encode())
        if changed or path in to_run:
            print(f"{path.name}: {'stored anew' if changed else 'unchanged'}")


if __name__ == "__main__":
    main()
