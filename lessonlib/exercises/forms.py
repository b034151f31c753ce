"""Refuses answers that have not the form that was asked for, and says which form that is."""

from __future__ import annotations

import inspect
from typing import Any

from lessonlib.exercises.comparison import Returned, Unreadable, kind, words
from lessonlib.exercises.declaration import Exercise


def refuse_other_form(exercise: Exercise, answer: Any) -> None:
    """Raise Unreadable for a function where a value was asked, or the other way round."""
    if not exercise.is_function:
        if callable(answer):
            raise Unreadable(
                "this is a function, and its result was asked for: call it, with parentheses."
            )
        return
    name = exercise.name
    if not callable(answer):
        raise Unreadable(
            f"a function was expected, not {kind(answer)}: "
            f'hand it over without calling it, check("{exercise.id}", {name}).'
        )
    arguments = list(inspect.signature(exercise.reference).parameters)
    order = f"{name}({', '.join(arguments)})"
    try:
        signature = inspect.signature(answer)
    except Exception:  # some built-in functions have none
        return
    own = list(signature.parameters)
    if own != arguments and sorted(own) == sorted(arguments):
        raise Unreadable(f"the arguments come in the order {order}; yours is {name}{signature}.")
    try:
        signature.bind(*arguments)
    except TypeError:
        raise Unreadable(
            f"the function must accept {len(arguments)} argument{'s' * (len(arguments) > 1)}, "
            f"{order}; yours is {name}{signature}."
        ) from None


def refuse_nothing(exercise: Exercise, returned: Returned) -> None:
    """Raise Unreadable if a function returned nothing, or something still to be called."""
    name = exercise.name
    if returned.value is None and returned.printed:
        raise Unreadable(f"{name} printed something but returned nothing: return it instead.")
    if returned.value is None:
        raise Unreadable(f"{name} returned nothing (None): did you forget `return`?")
    if callable(returned.value):
        raise Unreadable(f"{name} returned a function: did you forget the parentheses after it?")


def chosen(exercise: Exercise, answer: str) -> str:
    """Return a chosen answer, or raise Unreadable if it was not among the choices."""
    if answer not in [words(choice) for choice in exercise.choices]:
        raise Unreadable(f"none of the answers to choose from: {exercise.replacement}.")
    return answer
