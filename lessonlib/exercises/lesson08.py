"""Exercises of lesson 08: softmax and many classes."""

from lessonlib.exercises.declaration import declared

EXERCISES = declared('''
8.1: code that returns the softmax of each row of Z, for large scores too
code:
def softmax(Z):
    """Return the softmax of each row of Z, shape (m, n); large scores must not overflow."""
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
why: axis=1 goes along each row, and keepdims=True keeps the m results a column, (m, 1), beside each
    column of Z. After the shift a row's largest exponential is 1: nothing overflows, no sum is 0.
deepen: a score 2000 below the largest gets the share 0.0. On paper it is more than 0: lesson 09
    asks what that does to a logarithm.
cases:
[[2, 1, 0], [-1, 0.5, 3]]  # a table of shape (2, 3)
[[1, 0, 2, 1], [3, -1, 3, 0], [0, 1, 0, 2]]  # whole numbers
[[0, 3], [-1, -1], [5, 4.5], [-400, -401]]  # a table of shape (4, 2)
[[-1000, -1001, -998.5, -999], [1000, 1001, 999, 998], [1000, -1000, 0, -999]]
    scores near −1000 and near 1000, a table of shape (3, 4)
hint: Three steps for each row: take its largest score away, exponentials, divide by their sum.
hint: Z.max(axis=1) has shape (m,), and numpy would lay it along a row, one number a column. With
    keepdims=True it stays a column, (m, 1), and meets the rows.
hint: e = np.exp(Z - Z.max(axis=1, keepdims=True)). Divide e by its sum in the same way.
helpers:
def largest(Z): return Z.max(axis=1, keepdims=True)
def sums(e): return e.sum(axis=1, keepdims=True)
def naive(Z): return np.exp(Z) / sums(np.exp(Z))
def shifted(Z): return np.exp(Z - largest(Z))
slips:
naive(Z) | np.exp(Z - np.log(sums(np.exp(Z)))) | np.exp(Z) / (sums(np.exp(Z)) + 1e-12)
    right for small scores. But e¹⁰⁰⁰ is inf, and inf/inf is nan. Take each row's largest off first.
np.exp(Z) / np.exp(Z).sum() | shifted(Z) / shifted(Z).sum() | e = np.exp(Z - Z.max()); e / e.sum()
    the shares of the whole table add up to 1. Each row is a sample, and must add up to 1 by itself.
np.exp(Z) / np.exp(Z).sum(axis=0) | shifted(Z) / shifted(Z).sum(axis=0)
e = np.exp(Z - Z.max()); e / e.sum(axis=0) | e = np.exp(Z - Z.max(axis=0)); e / e.sum(axis=0)
    each column adds up to 1: axis=0 runs down the columns, over the samples. The classes of a
    sample lie side by side: which axis is that?
naive(Z - Z.max()) | e = np.exp(Z - Z.max()); e / (sums(e) + 1e-12) | naive(Z - Z[0].max())
naive(Z - Z[0, 0]) | np.nan_to_num(naive(Z - Z.max())) | naive(Z - 1000)
    one number is taken away from the whole table. A row far below it is left with exponentials of
    0, and 0/0 is nan. Each row has its own largest score.
naive(Z - Z.max(axis=0)) | e = np.exp(Z - Z.max(axis=0)); e / e.sum()  # each column's largest score
    is taken away, and the differences in a row change. Take one number from a whole row.
naive(Z - largest(np.abs(Z)))  # the largest score without its sign is taken away: the row (−400,
    −401) went down to −800 and below, and 0/0 is nan. Take the largest itself, −400.
naive(Z - Z.min(axis=1, keepdims=True)) | naive(Z - Z.mean(axis=1, keepdims=True))
naive(Z - np.median(Z, axis=1, keepdims=True))  # the largest score can still be 1000 above what is
    taken away: e¹⁰⁰⁰ is inf. Take the largest away.
naive(np.clip(Z, -30, 30)) | naive(np.clip(Z, -700, 700)) | naive(np.clip(Z, -709, 709))
naive(np.minimum(Z, 700))  # scores cut off lose their differences. Take each row's largest away.
np.nan_to_num(naive(Z))  # rows of 0 are no shares. Mend the cause: take each row's largest away.
Z / sums(Z) | Z / Z.sum() | (Z - largest(Z)) / sums(Z - largest(Z))
    the exponential is missing: the scores themselves are divided by their sum.
np.exp(Z / sums(Z))  # the exponential comes too late. First the exponentials, then their sum.
softmax(Z * np.log(2)) | 2.0**Z / sums(2.0**Z) | softmax(Z * np.log(10)) | 10.0**Z / sums(10.0**Z)
    these are powers of 2 or of 10. The softmax takes powers of e: np.exp.
1 / (1 + np.exp(-Z)) | np.exp(Z) / (1 + np.exp(Z))  # these are sigmoids. A row shares one sum.
sigmoid(Z) / sums(sigmoid(Z))  # these are sigmoids over their sum. A softmax has exponentials.
np.exp(Z) / (1 + sums(np.exp(Z)))  # a 1 is added, as in the sigmoid: here the sum has all classes.
np.exp(Z)  # these are the exponentials. Divide each by the sum of its row.
shifted(Z) | np.exp(Z) / largest(np.exp(Z))  # the row's largest is 1 here: divide by the row's sum.
np.log(naive(Z)) | np.log(softmax(Z)) | Z - np.log(sums(np.exp(Z)))
Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)
    these are the shares' logarithms. Leave the last np.log out, or undo it with np.exp.
-np.log(naive(Z)) | -np.log(softmax(Z))  # these are costs, −ln q. The shares q are asked for.
e = np.exp(Z) - largest(Z); e / sums(e) | e = np.exp(Z); e = e - largest(e); e / sums(e)
e = np.exp(Z); e = e / largest(e); e / sums(e) | (np.exp(Z) - largest(Z)) / sums(np.exp(Z))
naive(Z) - largest(Z)
    the largest is taken out after the exponential. It belongs inside: np.exp(Z - …).
shifted(Z) / sums(np.exp(Z)) | np.exp(Z) / sums(shifted(Z))  # shift both, above and below the line.
np.exp(Z) / np.exp(sums(Z)) | shifted(Z) / np.exp(sums(Z))
shifted(Z) / np.exp(sums(Z - largest(Z)))  # divide by the sum of exponentials, not by e to the sum.
naive(Z) * Z.shape[1] | softmax(Z) * Z.shape[1]  # divided by the mean of each row, not by its sum.
np.exp(Z) / Z.shape[1] | shifted(Z) / Z.shape[1] | np.exp(Z) / len(Z) | shifted(Z) / len(Z)
    you divide by a number of classes or rows. Divide by the sum of the row's exponentials.
shifted(Z) / shifted(Z)[0].sum() | shifted(Z) / shifted(Z)[-1].sum()
np.exp(Z) / np.exp(Z)[0].sum()  # all rows are divided by the sum of one of them. Each has its own.
softmax(Z) / len(Z) | softmax(Z) / Z.shape[1]  # divided once more, by m or n. A row adds up to 1.
softmax(Z) / np.linalg.norm(softmax(Z), axis=1)[:, None]  # divided by its length, not by its sum.
softmax((Z - Z.mean(axis=1, keepdims=True)) / Z.std(axis=1)[:, None]) | softmax(Z / largest(Z))
softmax(Z / Z.max()) | naive(Z / largest(Z))  # a division changes the differences: only subtract.
softmax(softmax(Z)) | naive(naive(Z))  # the softmax is applied twice, to the shares as well.
softmax(-Z) | naive(-Z) | naive(largest(Z) - Z)
    a sign is turned: a row's smallest score got most.
1.0 * (largest(Z) == Z) | np.eye(Z.shape[1])[Z.argmax(axis=1)]
    the largest score of a row took everything. Softly, each class gets a share.
out = 0 * softmax(Z); out[0] = softmax(Z)[0]; out | out = 0 * Z; out[0] = softmax(Z)[0]; out
    only row 0 is filled. Does return stand inside the loop?
naive(Z)[0] | naive(Z)[-1]  # these are the shares of one row alone. In a loop, does return stand
    inside it, or does each row overwrite the one before?
equivalents:
1 / np.exp(Z[:, None, :] - Z[:, :, None]).sum(axis=2) | shifted(Z) / (sums(shifted(Z)) + 1e-12)
[(np.exp(z - z.max()) / np.exp(z - z.max()).sum()).tolist() for z in Z]

8.2: a probability, to 4 decimals
code: prob = 1 / (1 + np.exp(-(3 - 1)))
why: Only the difference counts: z = 3 − 1, and σ(2) = 1/(1 + e⁻²) is the softmax's e³/(e³ + e¹).
deepen: scores 103 and 101 give the same probability, and so do 2 and 0.
hint: Take B's score away from both. What is left of A's?
hint: It is σ(2) = 1/(1 + e⁻²): np.exp(-2) is e⁻².
slips:
sigmoid(3) | sigmoid(1)  # {} is a sigmoid of one score. By how much do the two differ?
sigmoid(4)  # {} is σ(4): the scores are added. Take their difference.
sigmoid(-2) | sigmoid(-1) | sigmoid(-3)  # {} is below ½, and A has the higher score.
sigmoid(0.5) | sigmoid(1 / 3) | sigmoid(2 / 3) | sigmoid(1.5) | sigmoid(5) | sigmoid(6)
    {} is a sigmoid, and of a wrong number. By how much do the scores differ?
0.5  # ½ is for equal scores. A's is higher.
3 / 4  # {} is 3/4, the scores over their sum: no exponential. 103 and 101 would give nearly ½.
8 / (8 + 2) | 1000 / (1000 + 10)  # {} comes from powers of 2 or of 10. The softmax has powers of e.
np.exp(3) | np.exp(2)  # an exponential of A's score, or the odds. A's share of both is asked for.
2  # this is the logit, the difference of the scores. Now the sigmoid of it.
np.exp(-2) | 1 + np.exp(-2) | 1 - np.exp(-2)  # e⁻² is in it. The sigmoid is 1/(1 + e⁻²).
np.exp(2) / (1 + np.exp(3))  # above the line of {} stands e², below it e³. Take one score.
np.exp(3) / (1 + np.exp(1) + np.exp(3))  # {} is A's share among three classes. There are two.
np.exp(-1)  # {} is e⁻¹, which is also e³ over e⁴. Add up exponentials, not scores.
sigmoid(3) - sigmoid(1) | sigmoid(3) / (sigmoid(3) + sigmoid(1))  # take one σ, of the difference.
-np.log2(sigmoid(2)) | -np.log(sigmoid(2))  # {} is a cost, no probability.

8.3: code that returns the mean cost of the true classes in bits, inf for a share of 0
code:
def categorical_cross_entropy(y, Q):
    """Return the mean cost in bits: y holds m class numbers (from 0), Q has shape (m, n)."""
    rows = np.arange(len(y))
    return -np.log2(Q[rows, y]).mean()
why: rows and y are two lists of m numbers, and numpy takes them in pairs: row 0 with the first
    label, row 1 with the second. That is one share a row; then −log₂, and the mean.
deepen: the other shares are not even looked at: a model pays for what it gave to the true class.
cases:
[0, 2, 1], [[0.7, 0.2, 0.1], [0.5, 0.1, 0.4], [0.1, 0.8, 0.1]]  # the three rows of section 3
[3, 0, 3, 1, 3], \
np.reshape([1, 2, 3, 4, 2, 1, 6, 1, 1, 5, 1, 3, 3, 4, 2, 1, 1, 1, 1, 7], (5, 4)) / 10
    five rows of four classes, three of them with label 3
[1, 1, 0, 1], [[0.45, 0.55], [0.8, 0.2], [0.65, 0.35], [0.1, 0.9]]  # four rows of two classes
[0, 1], [[0.3, 0.2, 0.5], [0.15, 0.8, 0.05]]  # a table whose last class is nobody's label
np.tile([0, 1], 110), np.tile([[1 / 32, 31 / 32], [31 / 32, 1 / 32]], (110, 1))  # 220 rows of 1/32
[2, 0, 2, 1], [[0.4, 0, 0.6], [0.5, 0.3, 0.2], [0, 0.75, 0.25], [0, 1, 0]]
    zeros for wrong classes
[1, 0, 1], [[0.3, 0.7], [0, 1], [0.4, 0.6]]  # a true class given 0, which costs inf
hint: Each row pays −log₂ of one share: the one in the column that its label names.
hint: Q[rows, y] picks one cell of each row. rows must name every row once: 0, 1, …, m − 1.
hint: rows = np.arange(len(y)). Then −log₂ of the picked shares, and their mean.
helpers:
def true(y, Q): return np.eye(Q.shape[1])[y]
def picked(y, Q): return Q[np.arange(len(y)), y]
def costs(y, Q): return -np.log2(picked(y, Q))
def cells(y, Q): return -np.log2(np.where(true(y, Q) > 0, Q, 1 - Q))
def both(y, Q): return -true(y, Q) * np.log2(Q) - (1 - true(y, Q)) * np.log2(1 - Q)
def kept(Q, tiny): return np.clip(Q, tiny, 1 - tiny)
slips:
(true(y, Q) * -np.log2(Q)).sum()  # this is the total, and a share of 0 makes it nan. Divide by the
    number of rows, and pick the true class's share before the logarithm.
-np.log2(Q[:, y]).mean() | -np.log2(Q[:, y]).sum() / len(y) | -np.log2(Q[:, y]).sum()
-np.log2(Q[:, y]).mean(axis=0)  # Q[:, y] takes whole columns: every row meets every label, in a
    table of shape (m, m). In the place of the colon, list the rows: 0, 1, …, m − 1.
-np.log2(Q[y]).mean()  # Q[y] takes whole rows. A label is a column: Q[rows, y].
picked(y, Q) | picked(y, Q).mean()  # these are the true classes' shares, or their mean: no
    logarithm.
-np.log2(picked(y, Q).mean()) | -np.log2(picked(y, Q).sum())  # first the logarithms, then the mean.
-np.log2(Q.max(axis=1)).mean() | -np.log2(Q.min(axis=1)).mean()
    each row pays for its largest share, or its smallest: the labels play no part.
-np.log2(Q).mean() | -np.log2(Q).sum() / len(y)  # every class is paid for: no label plays a part.
(true(y, Q) * -np.log2(Q)).sum() / Q.size | (true(y, Q) * -np.log2(Q)).sum() / Q.shape[1]
    the total is divided by all cells or by n, the number of classes. Divide by m = len(y).
-(Q * np.log2(true(y, Q))).sum(axis=1).mean()  # the logarithm belongs to Q, not to the labels.
cells(y, Q).mean() | both(y, Q).mean() | cells(y, Q).sum() / len(y) | both(y, Q).sum() / len(y)
both(y, kept(Q, 1e-15)).mean() | both(y, kept(Q, 1e-12)).mean() | both(y, kept(Q, 1e-7)).mean()
both(y, kept(Q, 1e-15)).sum() / len(y)
    this is binary cross-entropy in every cell, another loss: only the true class pays here.
-(y * np.log2(Q[:, 1]) + (1 - y) * np.log2(Q[:, 0])).mean()
    this is the formula for two classes, with columns 0 and 1 alone. Let the label pick a column.
-((1 - true(y, Q)) * np.log2(1 - Q)).sum(axis=1).mean()
-((1 - true(y, Q)) * np.log2(Q)).sum(axis=1).mean()  # the wrong classes pay, not the true one.
-np.log2(1 - picked(y, Q)).mean()  # this is −log₂(1 − q). Pay for the right class: −log₂ q.
costs(y - 1, Q).mean()  # class numbers start at 0: here label 0 picked the last column.
-np.log2(Q[:, 0]).mean() | -np.log2(Q[:, 1]).mean() | -np.log2(Q[:, -1]).mean()
-np.log2(Q[:, y[0]]).mean()  # every row pays for the same class. Each has its own, its label.
-np.log2(Q[0, y]).mean() | -np.log2(Q[-1, y]).mean()  # each label picks from its own row, not one.
-(y @ np.log2(Q)).mean() | -(y[:, None] * np.log2(Q)).sum(axis=1).mean()
-(y[:, None] * np.log2(Q)).mean()  # class numbers are names, no weights: use them to pick a column.
-(Q * np.log2(Q)).sum(axis=1).mean()  # this is the mean entropy of Q: the labels play no part.
((true(y, Q) - Q) ** 2).sum(axis=1).mean() | ((true(y, Q) - Q) ** 2).mean()
(1 - picked(y, Q)).mean()  # this is a Brier score or a mean of 1 − q. Bits are a logarithm.
(Q.argmax(axis=1) == y).mean() | (Q.argmax(axis=1) != y).mean()  # accuracy or error rate, not bits.
picked(y, Q).prod()  # this is the likelihood, a product of shares. The mean of −log₂ is asked for.
equivalents:
-np.log2(np.take_along_axis(Q, y[:, None], axis=1)).mean(axis=0)
-np.nansum(true(y, Q) * np.log2(Q)) / len(Q) | -np.log2(np.diag(Q[:, y])).mean()

8.4:
choices: equal, equal | equal, smaller | equal, larger | smaller, smaller
code: size = "equal, smaller"
why: A wrong class j costs −log₂(1 − q_j). With two classes 1 − q_j is the true class's share: all
    cells cost the same. With three it is the true class's share and the third one's: that costs
    less.
deepen: added up, not averaged, a row's cells cost at least the cross-entropy, at most n times that.
hint: The true class's cell pays −log₂ q. The others pay −log₂(1 − q_j): more than that, or less?
hint: (0.8, 0.2): both cells pay −log₂ 0.8. (0.7, 0.2, 0.1): they pay −log₂ of 0.7, 0.8 and 0.9.
slips:
'equal, equal'  # for two classes, yes. With three, take a row (0.7, 0.2, 0.1) where the first class
    is right: what do the second and the third cell pay?
'equal, larger'  # for two classes, yes. With three there are more cells to pay, and more to divide
    by. Does a wrong class with the share 0.1 pay more than the right one with 0.7?
'smaller, smaller'  # right for three. With two, take a row (0.8, 0.2) where the first class is
    right: what does each of its two cells pay?

8.5: three slopes, one a class
code: slopes = [0.7, -0.8, 0.1]
why: Prediction minus label: (0.7, 0.2, 0.1) − (0, 1, 0).
deepen: no slope is ever above 1 or below −1: one sample pulls only so hard, however wrong.
hint: The label is the one-hot row of the second class.
hint: Prediction minus label, class by class: 0.7 − 0, 0.2 − 1, 0.1 − 0.
helpers:
q, y = np.array([0.7, 0.2, 0.1]), np.array([0, 1, 0])
slips:
y - q  # the sizes are right. This is label minus prediction: turn the sign.
-y / q | -1 / q | 1 / q  # 1/q is a slope against the share. A score moves all three shares.
(q - y) * q * (1 - q) | [0.21, -0.8, 0.09]
    a factor q(1 − q) or 1 − q slipped in. The logarithm undoes the exponential: none is left.
q * (1 - q)  # this is the slope of each share against its own score, without any label.
(q - y) * q | (q - y) / q | 0.2 * (q - y)  # these are the right slopes times a share or over it.
0.2 * (y - q)  # these are the slopes of the share q₂ itself. The loss is −ln q₂: divide by −0.2.
2 * (q - y) | (q - y) / 3  # times 2 or divided by 3: it is neither a square nor a mean.
(q - y) / np.log(2) | (q - y) * np.log(2)  # a factor ln 2 is in it. The loss is in nats.
[-0.3, 0.2, 0.1] | [0.7, 0.2, -0.9]  # the true class is another, the second: (0, 1, 0).
[-0.8, 0.7, 0.1] | [0.7, 0.1, -0.8] | [0.1, 0.7, -0.8]  # the right numbers, in another order.
q - 1 | 1 - q | [0.3, -0.8, 0.9]  # only the true class has the label 1. The others have 0.
q  # this is the prediction. The label (0, 1, 0) is missing: prediction minus label.
abs(q - y)  # the sizes are right. If the score of the true class rises, does the loss rise or fall?
-abs(q - y)  # right for the true class. If another's score rises, does the loss rise or fall?
[0.7, -0.2, 0.1] | [0.7, 0, 0.1] | [0.7, -1.8, 0.1] | [0.7, -0.16, 0.1] | [0.7, -1.6094, 0.1]
[0.7, -5, 0.1] | [0.7, -1, 0.1]  # the true class has 0.2 minus its label, 1.
q + y  # prediction plus label. It is prediction minus label.
1 - y - q | q - (1 - y)  # here the labels are (1, 0, 1). The label is (0, 1, 0).
0.2 - y | y - 0.2  # 0.2 stands for all three classes here. Each has a share of its own.
y | 1 - y  # only the label is in this. The slopes are prediction minus label.
-y | [0, -0.8, 0]  # the other scores have slopes too: if one rises, the true class loses share.
np.exp(q) / np.exp(q).sum() - y  # (0.7, 0.2, 0.1) are shares already: no softmax.
-np.log(q) | np.log(q) | np.log(q) * y | -np.log(q) * (1 - 2 * y) | -np.log(q) * y
    these are logarithms of shares. How does the cost of the second class change with each score?

8.6:
choices: bits, not nats | mean over all cells | softmax twice | wrong labels
code: cause = "softmax twice"
why: The network's softmax gives at best (1, 0). The loss applies its own to that, and gets (0.7311,
    0.2689): −ln 0.7311 = 0.3133 nats, however long it trains.
deepen: with n classes the right one gets at most e/(e + n − 1): with ten, that costs 1.4612 nats.
hint: The network's shares are (1, 0). What does a loss do with them, if it takes them for scores?
hint: Work out σ(1 − 0), and −ln of it.
slips:
'bits, not nats'  # another unit multiplies the loss by 1.4427. This one cannot come near 0 in any.
'mean over all cells'  # with two classes that halves the loss. Something keeps it away from 0.
'wrong labels'  # the network agrees with every label, and is certain. However wrong the labels are,
    −ln of a share near 1 is near 0; this loss is not.
''')
