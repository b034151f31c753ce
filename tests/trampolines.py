"""For mutmut: its wrapper around each function of lessonlib counts as a frame of lessonlib."""

import contextlib

with contextlib.suppress(ImportError):
    import mutmut.mutation.trampoline as wrapper

    wrapper.__name__ = "lessonlib.trampoline"
