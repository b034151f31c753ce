"""Exercises of lesson 03: the same thing as maximum likelihood."""

from lessonlib.exercises.declaration import declared

EXERCISES = declared('''
3.1: a probability, to 4 decimals
code: likelihood = 0.8 * 0.7 * 0.6 * 0.7
why: The rows are independent, so what was given to the true labels multiplies: 0.8 · 0.7 · 0.6 ·
    0.7.
deepen: it is small although every factor is above ½; no further row makes it larger.
hint: Which probability did each row give to its true label?
hint: They are 0.8, 0.7, 0.6 and 0.7. How do independent probabilities combine?
slips:
0.0672  # {} is the product of the ŷ. Rows 2 and 3 have the label 0: to it the model gave 1 − ŷ.
0.0252  # ŷ was read as the probability of label 0. It is that of label 1.
0.0072  # this is the product for the labels that did not occur: all reversed.
0.56 | 0.42  # only the rows with one of the labels are in it. The others were predicted as well.
2.8 | 0.7  # you added, or took the mean. Independent chances multiply.
0.6964  # {} is the geometric mean. The likelihood is the whole product.
1.4473 | -1.4473 | 2.088  # {} is a logarithm of it, in nats or in bits. Leave out the logarithm.
0.522  # {} is the mean cross-entropy in bits. A probability is asked for.
1 / 16  # {} is the chance of four fair coins. This model was surer: multiply what it gave.
0.2352 * 16  # this compares the model with four fair coins. The likelihood itself is asked for.
6 * 0.2352 | 6 * 0.8 * 0.3 * 0.4 * 0.7 | 24
    the orders of the labels are counted. They came in one: multiply what each label was given.
0.2  # {} is what row 1 gave to the label that did not come. Multiply what the true ones were given.
0.336  # a factor is missing: rows 2 and 4 both gave 0.7, and both count.
0.2401  # this is the mean to the power of 4. Multiply the four probabilities.
0.0588 | 0.1568 | 0.1008  # a row has what the other label was given, or you divided by 4.
0.7648  # this is 1 minus the likelihood: the chance of any other four labels.

3.2: code that returns the negative log-likelihood of the labels, in nats
code:
def nll(y, yhat):
    """Return the negative log-likelihood of the 0/1 labels y, in nats."""
    q_true = np.where(y == 1, yhat, 1 - yhat)
    return -np.sum(np.log(q_true))
why: Four steps: the probability of the true label, its logarithm, the sum, the sign. The sum of
    logs stands for the log of the product, and does not underflow.
deepen: a sum, in nats: it doubles with the data, where the mean cross-entropy stays.
cases:
[1.0, 0, 0, 1], [0.8, 0.3, 0.4, 0.7]  # the four rows of the lesson
[1.0, 1, 0, 1, 1], [0.9, 0.6, 0.25, 0.35, 0.5]  # five rows, four of them with label 1
np.tile([1.0, 0.0, 0.0], 1000), np.tile([0.4, 0.3, 0.6], 1000)  # 3,000 rows
[1, 0, 1], [0.001, 0.0004, 0.9996]  # three rows of whole numbers, label 1 given 0.001
[0, 1, 1, 0], [0.3, 0, 0.6, 0.55]  # a label 1 that was given 0, which costs inf
hint: The likelihood is a product over the rows. What does a logarithm make of a product?
hint: np.where(y == 1, yhat, 1 - yhat) is the probability of each true label.
hint: Take np.log of each, add up with np.sum, change the sign.
helpers:
def _true(y, yhat): return np.where(y == 1, yhat, 1 - yhat)
slips:
-np.mean(np.log2(_true(y, yhat)))  # this is the mean cross-entropy in bits, {} for the four rows.
    The negative log-likelihood is a sum, in nats.
-np.log(np.prod(yhat)) | -np.sum(np.log(yhat))  # every row takes ŷ. Label 0 was given 1 − ŷ.
-np.sum(np.log(1 - yhat))  # every row takes 1 − ŷ, and y is not used. Label 1 was given ŷ.
np.sum(_true(y, yhat)) | -np.sum(_true(y, yhat))  # no logarithm: this adds the probabilities up.
-np.log(np.prod(_true(y, yhat)))  # right formula, and on 3,000 rows it gives inf: the product is
    too small for a float and becomes 0. Take the logarithms first, then add.
-np.sum(np.log(_true(1 - y, yhat)))  # ŷ is read as that of label 0. It is that of label 1.
-np.sum(y * np.log(yhat)) | -np.sum((1 - y) * np.log(1 - yhat))
    only the rows with one of the labels pay. The others were predicted as well.
-np.sum(y * np.log(yhat) + np.log(1 - yhat))  # every row pays for 1 − ŷ. Weigh it with 1 − y.
-np.sum(y * np.log(yhat) - (1 - y) * np.log(1 - yhat))
    the second term has its sign turned: label 0 earns.
-np.sum(yhat * np.log(y) + (1 - yhat) * np.log(1 - y))
    this gives inf where no true label was given 0. Are y and ŷ exchanged, does a label stand inside
    the logarithm, or does a product start at 0?
-np.sum(np.log(np.maximum(yhat, 1 - yhat)))  # the class preferred pays, not the true one.
-np.sum(np.log(y - yhat))  # y − ŷ is negative for label 0: nan. Take what the true label was given.
-np.log(np.mean((yhat > 0.5) != y)) | -np.log(1 - np.mean((yhat > 0.5) != y))
    this is made of the error rate. Each row pays for the probability of its label.
1 / np.sum(np.log(yhat)) | 1 / np.sum(np.log(_true(y, yhat)))
    this is 1 over the sum of the logarithms. A minus is wanted, not a division.
-np.log(np.sum(_true(y, yhat))) | -np.log(np.mean(_true(y, yhat)))
    this is the logarithm of a sum or a mean. That of a product is the sum of the logarithms.
equivalents: -(y @ np.log(yhat) + (1 - y) @ np.log(1 - yhat))

3.3: code that returns the mean cross-entropy in bits
code:
def mean_bits(nll, m):
    """Return the mean cross-entropy in bits, from the NLL of m samples in nats."""
    return nll / (m * np.log(2))
why: NLL = m · ln 2 · CE. Dividing by m makes the sum a mean, dividing by ln 2 makes nats bits.
deepen: try it on a coin: its 2.7726 nats over four samples make 1 bit a sample.
cases:
1.4473190629576653, 4  # the four rows of the lesson (1.4473 nats)
10.0, 7  # 10 nats over 7 samples
868.4, 2400  # 868.4 nats over 2,400 samples
40000.0, 30000  # 40,000 nats over 30,000 samples
hint: Two things change: sum to mean, and nats to bits.
hint: NLL = m · ln 2 · CE. Solve it for CE.
slips:
nll | nll * m  # nats came in, of all rows: change the unit, and divide by m.
nll / np.log(2)  # this is the total in bits, {} for the four rows. Make it a mean.
nll * m * np.log(2) | nll * m / np.log(2)
    you multiplied where the identity says to divide: NLL = m · ln 2 · CE.
nll * np.log(2)  # the unit was changed the wrong way, and the sum is not yet a mean.
nll / m / np.log10(2)  # you divided by log10(2). The logarithm of the NLL was natural: np.log(2).
nll / (2 * m)  # you divided by 2, not by the logarithm of 2.
nll / 4 / np.log(2)  # you divided by 4, whatever m is. Use m.
np.log2(nll) / m | np.log2(nll / m)  # a logarithm too many. The NLL is one: change its unit.
2 ** (nll / m) | np.exp(nll / m) | 2 ** (nll / m / np.log(2))
    this is a power: {} for the four rows. Only the unit and the count change.
equivalents: nll / m / np.log(2) | nll / m * np.log2(np.e)

3.4:
choices: likelihood | log-likelihood | NLL | cross-entropy | mean of q_true
code: ruler = "mean of q_true"
why: The other four come from one another by steps that keep the order: a logarithm, a change of
    sign, a positive factor. The mean of the probabilities does not: its best b is −0.25, not −0.24.
deepen: it is lesson 02's shortcut again: the log of the mean is not the mean of the logs, and the
    two have their best b in different places.
hint: Look at the figure: four of the five stand in it.
hint: Lesson 02: is the log of a mean the mean of the logs?
hint: by_b.mean(axis=1).argmax() finds the best place on the grid for the mean.
slips:
'likelihood' | 'log-likelihood'  # the logarithm rises everywhere: of two likelihoods, the larger
    one has the larger logarithm. So both are largest at the same b.
'NLL' | 'cross-entropy'  # the NLL is the cross-entropy times m · ln 2. A positive factor stretches
    the curve and leaves its lowest point where it was.
equivalents: "mean of p_true"

3.5:
choices: a probability was 0 | the product is too small | a label was wrong
code: cause = "the product is too small"
why: The smallest positive float is 5e-324. The product falls below it after some hundreds or
    thousands of factors and becomes 0, and −log 0 is inf.
deepen: the sum of the −ln of the same numbers is at most 16,095 nats: no trouble at all.
hint: Try 0.7 ** 100, 0.7 ** 1000 and 0.7 ** 10000 in a cell of your own.
hint: All the factors are fine. What happens to numbers near 5e-324 when they are multiplied?
slips:
'a probability was 0'  # the smallest of the probabilities is 0.2: none was 0. And their product?
'a label was wrong'  # a wrong label costs a small factor. How many factors are there?
''')
