"""Exercises of lesson 04: binary cross-entropy."""

from lessonlib.exercises.declaration import declared

EXERCISES = declared('''
helpers:
def costs(y, yhat):
    ones = np.where(y > 0, y * np.log2(yhat), 0)
    zeros = np.where(y < 1, (1 - y) * np.log2(1 - yhat), 0)
    return -(ones + zeros)
def true(y, yhat): return y * yhat + (1 - y) * (1 - yhat)
def bce(y, yhat): return -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))

4.1: code that returns the mean binary cross-entropy in bits
code:
def BCE(y, yhat):
    """Return the mean binary cross-entropy in bits; y and yhat have shape (m, 1)."""
    return -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))
why: y switches on log₂ ŷ where the label is 1, and 1 − y switches on log₂(1 − ŷ) where it is 0. One
    term of each row survives; the mean divides by m.
deepen: it is the two-class cross-entropy of lesson 02, with the second class written as 1 − ŷ.
cases:
[[1.0], [0], [0], [1]], [[0.8], [0.3], [0.4], [0.7]]  # the four rows of the lesson
[[1.0], [1], [0], [1], [1]], [[0.6], [0.9], [0.25], [0.35], [0.45]]  # five rows, four with label 1
[[0.0], [0]], [[0.2], [0.65]]  # two rows, both with label 0
[[1], [0], [1]], [[0.001], [0.0004], [0.9996]]  # three rows of whole numbers, label 1 given 0.001
[[0], [1], [1], [0]], [[0.3], [0], [0.6], [0.55]]  # a label 1 that was given 0, which costs inf
hint: Which logarithm does a row with y = 1 pay, and which a row with y = 0?
hint: y * (…) + (1 - y) * (…): for each row, one of the two weights is 1, the other 0.
hint: The first bracket is np.log2(yhat), the second np.log2(1 - yhat). Mean, then minus.
slips:
BCE(y, yhat) * len(y) * np.log(2) | bce(y, yhat) * len(y) * np.log10(2)
    a total in nats, the NLL, or in base 10: {} for the four rows. The mean in bits is asked for.
-np.mean(y * np.log2(yhat)) | -np.mean((1 - y) * np.log2(1 - yhat))
    only the rows with one of the labels pay, and others come out as 0. Add the other term.
-np.mean(np.log2(yhat)) | -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(yhat))
    every row takes log₂ ŷ: the four rows came out as {}. Rows with y = 0 were given 1 − ŷ.
-np.mean(np.log2(1 - yhat))  # every row takes log₂(1 − ŷ). Rows with y = 1 must use ŷ.
-np.mean(y * np.log2(yhat) + np.log2(1 - yhat))
    the weight 1 − y is missing: every row pays for 1 − ŷ. The four rows came out as {}.
-np.mean(np.log2(yhat) + (1 - y) * np.log2(1 - yhat))  # the weight y of the first term is missing.
-np.mean(np.log2(yhat) + np.log2(1 - yhat))  # both weights are missing: every row pays for both.
-np.mean(y * np.log2(yhat) - (1 - y) * np.log2(1 - yhat))  # the second term has its sign turned:
    label 0 earns, and the four rows came out as {}. Is your minus in front of the first term alone?
-np.mean(y * np.log2(yhat) * (1 - y) * np.log2(1 - yhat))
    the two terms are multiplied. One of them is always 0, so the result is. Add them.
-np.mean(y * np.log2(yhat) + 1 - y * np.log2(1 - yhat))
    parentheses are missing: write (1 - y) * log…. The four rows came out as {}.
-np.mean(y * np.log2(yhat) + (1 - y) * (1 - np.log2(yhat)))
-np.mean(y * np.log2(yhat) + (1 - y) * (1 - np.log2(1 - yhat)))
    the second term has 1 minus a logarithm. Label 0 was given 1 − ŷ, and pays log₂(1 − ŷ).
bce(yhat, y)  # this gives inf even where no true label was given 0: a logarithm of another 0 was
    taken. Are the arguments exchanged, or does a label stand inside the logarithm?
bce(y.ravel(), yhat) | bce(y.ravel(), yhat) * len(y)
    somewhere a shape (m,) meets a shape (m, 1), and numpy makes an m × m table of it: every label
    with every prediction. Print the shapes on the way.
-np.log2(np.mean(true(y, yhat)))  # this is the log of the mean probability, {} for the four rows.
    Take the logarithm of each row first, then the mean.
bce(1 - y, yhat)  # ŷ is read as that of label 0: {} for the four rows. y belongs beside log₂ ŷ.
BCE(y, sigmoid(yhat)) * np.log(2) | bce(y, sigmoid(2 * yhat - 1)) * np.log(2)
    a sigmoid or a softmax is applied to ŷ, a probability already. Use ŷ as it is, and np.log2.
bce(yhat, yhat)  # this is the entropy of ŷ: the labels are not used. y and 1 − y are the weights.
np.mean(y - yhat) | np.mean(yhat - y) | np.mean(np.abs(y - yhat)) | np.mean((y - yhat) ** 2)
np.sqrt(np.mean((y - yhat) ** 2))  # these are differences or their squares (a Brier score): {} for
    the four rows. The cost is a logarithm.
np.mean((yhat > 0.5) != (y > 0.5)) | np.mean((yhat > 0.5) == (y > 0.5))
    this is the error rate or the accuracy. Bits ask how sure the model was.
np.prod(true(y, yhat)) | np.mean(true(y, yhat))  # this is a product or a mean, without logarithm.
-np.sum(y * np.log2(yhat)) + np.sum((1 - y) * np.log2(1 - yhat)) / len(y)
-np.sum(y * np.log2(yhat)) - np.sum((1 - y) * np.log2(1 - yhat)) / len(y)
    minus and division belong to both terms of the sum: put parentheses around the two.
-np.mean((0.99 * y + 0.005) * np.log2(yhat) + (0.995 - 0.99 * y) * np.log2(1 - yhat))
-np.mean((0.9 * y + 0.05) * np.log2(yhat) + (0.95 - 0.9 * y) * np.log2(1 - yhat))
    the labels are smoothed: a little of each goes to the other class. Use y as it is.
-np.log2(yhat[y == 1]).mean() - np.log2(1 - yhat[y == 0]).mean()
-np.mean(np.log2(yhat[y == 1])) / 2 - np.mean(np.log2(1 - yhat[y == 0])) / 2
    each class was averaged by itself. Add the costs of all rows, and divide by m once.
BCE(y, yhat) * len(y) / 4  # you divide by 4, the rows of the lesson. Divide by m, whatever it is.
equivalents: -(y.T @ np.log2(yhat) + (1 - y).T @ np.log2(1 - yhat)) / len(y)

4.2:
choices: (4,) | (4, 1) | (4, 4) | error
code: shape = "(4, 4)"
why: numpy reads (4,) as one row, (1, 4). It repeats that row for each of the four rows of (4, 1),
    and the column for each of its four columns: a 4 × 4 table.
deepen: every label met every prediction: 16 products, where 4 were meant.
hint: numpy lines shapes up from the right, and puts 1 where one is missing: (4,) is (1, 4).
hint: An axis of length 1 is repeated until it is as long as the other's. Do both axes.
slips:
'(4,)'  # numpy does not flatten the column. It lines shapes up from the right: 4 meets 1.
'(4, 1)'  # numpy makes a row of (4,), not a column: (1, 4). What do (1, 4) and (4, 1) make?
'error'  # an error would be kind. numpy stretches each axis of length 1: (1, 4) and (4, 1) do fit.
equivalents: (4, 4)

4.3:
choices: nats | a sum | yhat in every row | one weight missing | arguments swapped
code: slip = "one weight missing"
why: 1.5367 − 0.5220 = 1.0147, and that is (2.3219 + 1.7370)/4: rows 1 and 4 paid −log₂(1 − ŷ) as
    well. The weight 1 − y, which is 0 in these rows, was not there.
deepen: each surplus has its place: a receipt, row by row, shows which rows paid twice.
hint: Work out what each of the slips would print. One of them, the swap, is in the text above.
hint: 1.5367 − 0.5220 = 1.0147 bits a row, 4.0589 in all. Which rows could have paid that on top?
slips:
'nats'  # natural logarithms make it ln 2 times as large, 0.3618. 1.5367 is more than 0.5220.
'a sum'  # the sum of the four rows is 4 · 0.5220 = 2.0880. 1.5367 is not four times as much.
'yhat in every row'  # then rows 2 and 3 would pay for 0.3 and 0.4, and the mean would be 0.9738.
'arguments swapped'  # then the logarithm of a label 0 would be taken, and the result would be inf.
equivalents: "weight missing"

4.4: returns the mean binary cross-entropy in bits
given:
def loss(y, yhat):
    """Return the mean binary cross-entropy in bits."""
    return -np.mean(y * np.log2(yhat) + 1 - y * np.log2(1 - yhat))
code:
def loss(y, yhat):
    """Return the mean binary cross-entropy in bits."""
    return -np.mean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))
why: Products come before sums, so 1 - y * log… is 1 minus a product. The weight of the second term
    is 1 − y, and needs its parentheses.
deepen: what gave it away was the sign: −1.8056 bits, and a cost cannot be negative.
cases: 4.1
hint: Call it on one row with y = 1, and on one with y = 0. Which one goes wrong?
hint: Take y = 0: the row should give log₂(1 − ŷ). What does 1 - 0 * log₂(1 − ŷ) give?
hint: A pair of parentheses is missing.
slips:
-np.mean(y * np.log2(yhat) + (1 - y * np.log2(1 - yhat)))
    it still gives the same, {} for the four rows. What comes first in 1 - y * log…?
np.mean(y * np.log2(yhat) + 1 - y * np.log2(1 - yhat))
np.abs(np.mean(y * np.log2(yhat) + 1 - y * np.log2(1 - yhat)))
    the sign is changed, and the bug is still there: {} for the four rows. A term is wrong.
max(0, -np.mean(y * np.log2(yhat) + 1 - y * np.log2(1 - yhat)))  # this hides the sign, not the bug.
-np.mean(y * np.log2(yhat)) + 1 - np.mean(y * np.log2(1 - yhat))
-np.mean(y * np.log2(yhat) + 1 - y * np.abs(np.log2(1 - yhat)))
-np.mean(y * np.log2(yhat) - 1 - y * np.log2(1 - yhat))  # the 1 stands alone: the weight is 1 − y.
-np.mean(y * np.log2(yhat) - y * np.log2(1 - yhat))
-np.mean(y * np.log2(yhat) + y * np.log2(1 - yhat))  # the second needs the weight 1 − y, not y.
-np.mean((y * np.log2(yhat) + 1 - y) * np.log2(1 - yhat))  # only 1 − y belongs in the parentheses.
-np.mean(y * np.log2(yhat) + np.log2(1 - yhat))  # the second term needs its weight, 1 − y.
-np.mean(y * np.log2(yhat))  # the second term is gone: label 0 pays nothing. Mend its weight.
-np.mean(y * np.log2(yhat) - (1 - y) * np.log2(1 - yhat))
    the second term has its sign turned: + (1 − y) · log₂(1 − ŷ) is meant.
-np.mean(y * np.log2(yhat) + (1 - y) * np.log2(yhat))  # the second logarithm is that of 1 − ŷ.
equivalents: -np.mean(y * np.log2(yhat) + np.log2(1 - yhat) - y * np.log2(1 - yhat))

4.5: code that gives 0 where yhat is exactly right, and inf where it is certain and wrong
code:
def safe_bce(y, yhat):
    """Return the mean bits of two columns: 0 if right, inf if certain and wrong; y may be soft."""
    with np.errstate(divide="ignore"):
        ones = y * np.log2(np.where(y > 0, yhat, 1))
        zeros = (1 - y) * np.log2(np.where(y < 1, 1 - yhat, 1))
    return -np.mean(ones + zeros)
why: A term whose weight is 0 gets log₂(1) = 0, so 0 · log 0 never arises. Where the weight is not 0
    the logarithm is untouched, and certain and wrong stays inf.
deepen: no clip, so no made-up number: where ŷ is exact, inf is a true report about the model.
cases:
[[1.0], [0], [0], [1]], [[0.8], [0.3], [0.4], [0.7]]  # the four rows of the lesson
[[0.9], [0.2], [0.5]], [[0.8], [0.3], [0.5]]  # three rows with soft labels, 0.9, 0.2 and 0.5
[[1.0], [0], [1]], [[1], [0.25], [0.5]]  # a row with y = 1 and yhat = 1
[[0.0], [0], [1], [0]], [[0], [0], [0.5], [0.6]]  # two rows with y = 0 and yhat = 0
[[1.0], [0]], [[1.0], [0]]  # predictions that are all exactly right
[[1.0], [1], [0]], [[0.5], [0], [0.5]]  # a row with y = 1 and yhat = 0 (certain and wrong, inf)
[[0.0], [1]], [[1], [0.5]]  # a row with y = 0 and yhat = 1 (certain and wrong, inf)
[[0.5], [1]], [[1], [0.5]]  # a soft label and a certain yhat (inf)
[[0.9], [0]], [[1], [0.5]]  # a label of 0.9 and yhat = 1 (inf)
[[1], [0.004], [1]], [[0.5], [0], [0.25]]  # a label of 0.004 and yhat = 0 (inf)
[[0.25], [1]], [[0.25], [0.5]]  # a soft label and the same yhat
[[1], [0], [1]], [[0.001], [0.3], [0.9]]  # whole numbers in y
hint: Where is nan born? In a term whose weight is 0 and whose logarithm is −inf.
hint: Give the logarithm something harmless where its weight is 0: np.where(y > 0, yhat, 1).
hint: Do the same for the second term: its weight is 1 − y, so ask where y < 1.
slips:
bce(y, yhat)  # right where 0 < ŷ < 1, and nan where ŷ is exactly right, from 0 · log 0.
-np.nanmean(y * np.log2(yhat) + (1 - y) * np.log2(1 - yhat))
    rows that are exactly right are left out here. They cost 0, and count in the mean.
np.nan_to_num(bce(y, yhat), nan=0, posinf=np.inf)
    one row that is exactly right makes the whole result 0. Mend the row, not the mean.
np.mean(np.where(np.round(y) == yhat, 0, costs(y, yhat)))
np.mean(np.where((yhat > 0) & (yhat < 1), costs(y, yhat), np.where(np.round(y) == yhat, 0, np.inf)))
    a soft label was rounded before it met a certain ŷ: 0.9 is not 1, so there ŷ = 1 costs inf.
m = (yhat > 0) & (yhat < 1); bce(y[m], yhat[m])
    rows with ŷ = 0 or 1 are dropped, and they count: 0 where they are right, inf where not.
-np.mean(np.log2(1 - np.abs(y - yhat))) | -np.mean(np.log2(np.abs(1 - y - yhat)))
np.mean(costs((y == 1) * 1.0, yhat)) | np.mean(costs(np.round(y), yhat))
np.mean(np.where(y == yhat, 0, -np.log2(np.where(y == 1, yhat, 1 - yhat))))
    right for labels 0 and 1 alone. A soft label pays both: y · log₂ ŷ and (1 − y) · log₂(1 − ŷ).
-(np.sum(np.log2(yhat[y == 1])) + np.sum(np.log2(1 - yhat[y == 0]))) / len(y)
    rows with a soft label pay nothing here: y is neither 1 nor 0. Give every row both terms.
np.mean(np.where(y == yhat, 0, costs(y, yhat)))  # a soft label costs its entropy even at ŷ = y.
equivalents: np.mean(costs(y, yhat)) | -np.mean(np.log2(yhat**y * (1 - yhat) ** (1 - y)))

4.6: the model for decisions, for probabilities
choices: A, A | A, B | B, A | B, B
code: choice = "A, B"
why: A is on the right side of ½ in all four rows, accuracy 1, and pays 0.9714 bits a row. B is
    wrong once, accuracy 0.75, and pays 0.2989 bits.
deepen: A decides and B forecasts. A mistake at threshold ½ costs at least 1 bit, so the error rate
    is at most the mean bits: 0.25 against 0.2989.
hint: Write down both for both models: the rows on the right side of ½, and the mean bits.
hint: A decision only asks for the side of ½. A probability is used as the number it is.
slips:
'A, A'  # A is right in every row, but pays 0.9714 bits, nearly a coin's. Look at the loss again.
'B, B'  # B has the lower loss. But counted by the side of ½, it is wrong in one row, and A in none.
'B, A'  # the two are exchanged: which one is right in every row, and which one has the lower loss?
''')
