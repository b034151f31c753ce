"""How long a check takes: the first time an exercise is met, and for wrong answers after that.

python benchmarks/checks.py prints milliseconds, over the tries in tests/tries.txt.
"""

import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from test_exercises_tries import TRIES, typed

from lessonlib.exercises import engine
from lessonlib.exercises.judging import judge


def milliseconds(exercise, answer):
    """The time that one judgement takes."""
    start = time.perf_counter()
    judge(exercise, answer)
    return 1000 * (time.perf_counter() - start)


met, again = {}, {"named": [], "generic": [], "right": []}
for exercise_id, outcome, _, code in TRIES:
    exercise = engine.EXERCISES[exercise_id]
    answer = typed(code)
    if exercise_id not in met:
        met[exercise_id] = milliseconds(exercise, answer)
    again.get(outcome, []).append(milliseconds(exercise, answer))
print(
    f"met first: median {statistics.median(met.values()):.1f} ms, most {max(met.values()):.0f} ms"
)
for outcome, times in again.items():
    print(f"{outcome}: median {statistics.median(times):.1f} ms, most {max(times):.0f} ms")
