"""Runs code as a learner's cell does: what it holds can be read again."""

import linecache

import numpy as np


def cell(code, **names):
    """The names that a cell leaves behind."""
    name = f"<cell {len(linecache.cache)}>"
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
    names = {"np": np} | names
    exec(compile(code, name, "exec"), names)
    return names
