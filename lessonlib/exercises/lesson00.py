"""The exercise of lesson 00: one to try the cells on."""

from lessonlib.exercises.declaration import declared

EXERCISES = declared("""
0.1: a number of halvings
code: guess = 5
why: ½, ¼, 1/8, 1/16, 1/32: five halvings. 2⁵ = 32, so log₂ 32 = 5.
deepen: that is log₂ 32 = 5, and log₂(1/32) = −5: halvings are what log₂ counts.
hint: Halve 1 and you have 1/2. Halve again, and you have 1/4. Go on, and count.
hint: Which power of two is 32?
slips:
4  # one halving too few: 1/16 takes four. Halve once more.
6  # one halving too many: ½ is the first, not 1. Count again from ½.
32  # 1/32 is one of 32 equal parts. How many halvings make 32 parts?
31 | 16  # each halving doubles the number of parts: 2, 4, 8 and so on, not 2, 3, 4 or 2, 4, 6.
-5  # the size is right. −5 is log₂(1/32); the halvings are counted as 1, 2, 3.
0.03125  # that is 1/32 itself. How many halvings lead to it from 1?
3.4657 | 1.5051  # {} is a logarithm of 32, natural or to base 10. Halvings need base 2.
""")
