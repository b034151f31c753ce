"""Exercises of lesson 02: many samples and their mean."""

from lessonlib.exercises.declaration import declared

EXERCISES = declared('''
2.1: the four costs in bits, a list or an array
code: costs = -np.log2([0.8, 0.7, 0.6, 0.7])
why: Each row costs −log₂ of what was given to its true class: ŷ where y is 1, 1 − ŷ where it is 0.
deepen: row 3 costs most: its true class was given least. Halve 0.6, and it costs one bit more.
hint: Which probability did each row give to the class that was true?
hint: Where y is 1 the true class was given ŷ, where y is 0 it was given 1 − ŷ.
hint: The four probabilities are 0.8, 0.7, 0.6 and 0.7. Take −log₂ of each.
slips:
-np.log2([0.8, 0.3, 0.4, 0.7])  # rows 2 and 3 have label 0: their true class was given 1 − ŷ.
-np.log2([0.2, 0.7, 0.6, 0.3])  # rows 1 and 4 have label 1: their true class was given ŷ.
-np.log2([0.2, 0.3, 0.4, 0.3])  # these are the costs of the classes that were not true.
-np.array([0.8, 0.7, 0.6, 0.7]) * np.log2([0.8, 0.7, 0.6, 0.7])
    each cost is multiplied by its probability. The true class did happen: it is paid in full.
-np.log2(100 * np.array([0.8, 0.7, 0.6, 0.7]))  # these are percents. p is at most 1.
1 / np.log2([0.8, 0.7, 0.6, 0.7])  # this is 1 over the logarithm. A minus is wanted, no division.
-np.log2(1 - np.log2([0.8, 0.7, 0.6, 0.7]))  # the logarithm is taken twice.
np.round(-np.log2([0.8, 0.7, 0.6, 0.7]))  # the costs are rounded to whole bits. Give four decimals.
[0.8, 0.3, 0.4, 0.7]  # these are the ŷ. Which probability did each true class get, at what cost?
[0.8, 0.7, 0.6, 0.7]  # these are the probabilities of the true classes. What does each cost?
[0.2, 0.3, 0.4, 0.3] | [0.04, 0.09, 0.16, 0.09]  # errors, or their squares: no logarithm.
[0.3219, -0.5146, -0.737, 0.5146]  # no row earns bits. Is there a minus before the first term only?
[0.3219, 0.5146, 0.737]  # three costs for four rows. Rows 2 and 4 cost the same: both are paid.
[0.7219, 0.8813, 0.971, 0.8813]  # these are entropies of the predictions: no label is used.
[[0.3219, 2.3219], [1.737, 0.5146], [1.3219, 0.737], [0.5146, 1.737]]
    these are the costs of both classes in each row. Only the true class is paid for.
[[0.3219, 0], [0, 0.5146], [0, 0.737], [0.5146, 0]]  # right, in a column for each class: add up.
[0.3219, 0, 0, 0.5146]  # rows 2 and 3 cost nothing here. Their label 0 was given 0.7 and 0.6.

2.2: code that returns the mean cross-entropy of the rows of P and Q, in bits
code:
def mean_cross_entropy(P, Q):
    """Return the mean cross-entropy in bits of m rows: P is true, Q is predicted."""
    costs = -np.sum(P * np.log2(Q), axis=1)
    return costs.mean()
why: axis=1 adds along each row, over the classes: one cost a sample. The mean then divides by m,
    the number of samples, and not by m · n.
deepen: sum over classes, mean over samples: P is one-hot here or soft, the code is the same.
cases:
[[1.0, 0], [0, 1], [0, 1], [1, 0]], [[0.8, 0.2], [0.3, 0.7], [0.4, 0.6], [0.7, 0.3]]
    the four rows of the lesson
[[0.0, 0, 1], [1, 0, 0]], [[0.2, 0.7, 0.1], [0.9995, 0.0002, 0.0003]]  # two rows of three classes
[[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 1, 0], [0.5, 0.495, 0.005]], [[0.6, 0.3, 0.1], \
[0.1, 0.8, 0.1], [0.5, 0.25, 0.25], [0.3, 0.6, 0.1], [0.2, 0.2, 0.6]]  # five rows, the last soft
[[0, 0, 1, 0], [1, 0, 0, 0], [0, 1, 0, 0]], [[0.5, 0.3, 0.001, 0.199], \
[0.97, 0.01, 0.01, 0.01], [0.2, 0.35, 0.3, 0.15]]  # whole numbers, a true class given 0.001
[[0, 1, 0], [1, 0, 0]], [[0.4, 0, 0.6], [0.7, 0.2, 0.1]]  # a true class given 0, which costs inf
hint: Two steps: one cost for each row, and then the mean of the costs.
hint: The shape is (m, n): axis 0 runs over the samples, axis 1 over the classes.
hint: np.sum(P * np.log2(Q), axis=1) adds along each row. Mind the sign, then take the mean.
slips:
-np.sum(P * np.log2(Q), axis=0)  # axis=0 runs down the columns and adds over the samples: a number
    for each class came back. The classes lie side by side: which axis is that?
-np.mean(P * np.log2(Q), axis=1)  # this divides by the number of classes, and returns a number for
    each row. Add over the classes, then take the mean over the rows.
-np.sum(Q * np.log2(P)) / len(P)  # this gives inf even where no true class was given 0: a logarithm
    of another 0 was taken. Are P and Q exchanged, or does P stand inside the logarithm?
-np.sum(Q * np.log2(Q)) / len(P)  # this is the mean entropy of the predictions: P is ignored.
-np.log2(np.sum(P * Q, axis=1).mean())  # you averaged the probabilities and took one logarithm: {}
    for the four rows. The mean of the logs is wanted, not the log of the mean.
-np.log2(np.sum(P * Q, axis=1)).mean()  # the sum over the classes stands inside the logarithm. A
    soft row needs the logarithm first, then the weighted sum.
-np.sum(np.log2(Q), axis=1).mean()  # every class pays in full. Weigh each cost with its cell of P.
-np.sum(P[:, 0] * np.log2(Q[:, 0])) / len(P) | -np.sum(P[:, 1] * np.log2(Q[:, 1])) / len(P)
    only one class is counted: the rows of the others never pay.
-np.sum(P[:, :2] * np.log2(Q[:, :2])) / len(P)  # only two classes are counted. Sum over all.
-np.sum(P[:, 0] * np.log2(Q[:, 0]) + (1 - P[:, 0]) * np.log2(1 - Q[:, 0])) / len(P)
    this is the formula for two classes. Of three it throws two together: sum over all.
-np.sum(P.mean(axis=0) * np.log2(Q.mean(axis=0)))
    the rows were averaged before the formula. Each sample has its own cost: average those.
-np.sum((0.99 * P + 0.01 / P.shape[1]) * np.log2(Q)) / len(P)
-np.sum((0.9 * P + 0.1 / P.shape[1]) * np.log2(Q)) / len(P)
    the labels are smoothed: a little of each row is given to every class. Use P as it is.
-np.mean(P * Q)  # the logarithm is missing: P · Q alone is the probability. The minus is right.
-np.sum(P * np.log2(Q) + (1 - P) * np.log2(1 - Q)) / len(P)
-np.mean(P * np.log2(Q) + (1 - P) * np.log2(1 - Q))
    the binary formula was used on each cell: the four rows came out as {}. P · log₂ Q is enough.
-np.sum(P @ np.log2(Q).T) / len(P) | -np.mean(P @ np.log2(Q).T)
    @ pairs every row of P with every row of Q, in an m × m table: multiply with *.
np.mean((P - Q) ** 2)  # this is a mean of squared differences. The cost in bits is a logarithm.
-np.sum(P * np.log2(Q)) / 2 | -np.sum(P * np.log2(Q)) / 4
    you divide by a number that is the number of rows in some cases only. Divide by m = len(P).
equivalents: np.mean([-(p @ np.log2(q)) for p, q in zip(P, Q, strict=True)])

2.3:
choices: equal | below | above
code: guess = "below"
why: −log₂ p sags: the cost of the mean lies on the curve, the mean of the costs on the chord above
    it. 0.5146 bits against 0.5220 bits.
deepen: the gap opens as the probabilities spread, and closes only when all are equal.
hint: Try two numbers, 0.9 and 0.1: their average is 0.5. What do the three cost?
hint: Sketch −log₂ p. Join two of its points with a straight line, and look at the middle.
slips:
'equal'  # that would be so if −log₂ were a straight line. Look at its shape between 0.6 and 0.8.
'above'  # you have the gap right, and its direction reversed: think of a straight line between two
    points of a curve that sags. Which of the two lies higher?

2.4: the better model by probability, by bits
choices: C, C | C, D | D, C | D, D
code: better = "C, D"
why: C's mean probability is 0.745, D's 0.6. C pays (3 · 0.0145 + 6.6439)/4 = 1.6718 bits, D 0.7370.
deepen: one confident miss costs 6.6439 bits, as much as nine rows of D. The mean probability falls
    to 0.745, and is still above D's 0.6.
hint: Compute both measures for both models: .mean() of the probabilities, and of −log₂.
hint: The row with 0.01 costs −log₂(0.01) = 6.6439 bits. What is a fourth of that?
slips:
'C, C'  # C has the higher mean probability. Now add up its costs: what does the row with 0.01 cost?
'D, D'  # D pays fewer bits, that is right. Now take the mean of C's four probabilities.
'D, C'  # the two measures are exchanged. A high probability is good, a high cost is bad.

2.5: two numbers of bits, [sum, mean]
code: eight = [4.1761, 0.5220]  # the sum doubles, the mean stays
why: Every row is there twice, so the sum is 2 · 2.08804. The mean divides by 8, not by 4, and
    stays.
deepen: so a mean can be compared where a sum cannot: it is a price per row.
hint: Write the receipt of eight rows: which amounts stand on it?
hint: The sum of the four rows was 2.0880 bits, and their mean 0.5220 bits.
hint: Divide the new sum by the new number of rows.
slips:
[2.0880**2, 0.5220**2]  # these are squares. The rows are there twice: what becomes of their sum?
[2 * 0.5220, 0.5220]  # the first is twice the mean. The sum of eight rows is 8 times the mean.
[2.088, 0.522]  # the sum is as before, but there are twice as many bills now.
[4.176, 1.044]  # the mean doubled with the sum. It is now divided by 8, not 4.
[4.176, 0.261]  # the mean is halved: the sum doubled as well as the count.
[2.088, 0.261] | [0.522, 0.261]  # each row is there twice: the sum doubles, and what divides it.
[2.088, 1.044]  # sum and mean seem exchanged: which one counts the rows?
[8.3521, 0.522]  # the sum is four times the old one; each row is there twice.

2.6:
choices: natural logarithm | mean over all cells | rows dropped
code: bug = "natural logarithm"
why: 0.3618 / 0.5220 = 0.6931 = ln 2. Every logarithm is ln 2 times as large in base e as in base 2,
    and so is their mean: 0.3618 nats are 0.5220 bits.
deepen: nothing is wrong with 0.3618 nats but its unit. Say the unit, and it is right.
hint: Divide 0.3618 by 0.5220. Do you know this number?
hint: ln 2 = 0.6931. Where could a factor ln 2 come from?
slips:
'mean over all cells'  # with n = 2 classes it would print half, 0.2610. Divide 0.3618 by 0.5220.
'rows dropped'  # rows that are dropped take whole costs with them, and no choice of rows leaves
    0.3618. Divide 0.3618 by 0.5220 and see.
''')
