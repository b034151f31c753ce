"""Exercises of lesson 09: numerical reality."""

from lessonlib.exercises.declaration import declared

EXERCISES = declared('''
9.1: a number, to 4 decimals
code: border = 53 * np.log(2)
why: e⁻ᶻ = 2⁻⁵³ means z = 53 ln 2. From there e⁻ᶻ is at most half a gap, and 1 + e⁻ᶻ is rounded to
    1.
deepen: the mirror image has no border: at z = −36.74 ŷ is 1.1·10⁻¹⁶, with all 53 binary digits.
hint: At the border e⁻ᶻ = 2⁻⁵³. Take the logarithm of both sides.
hint: ln 2⁻⁵³ = −53 ln 2, and np.log is the natural logarithm.
slips:
36.736 | 36.73 | 36.7 | 37  # right so far: give it to four decimals.
52 * np.log(2) | -np.log(2.2e-16)  # here e⁻ᶻ is a whole gap, 2⁻⁵². Half of one is rounded away.
54 * np.log(2)  # here e⁻ᶻ is a quarter of a gap, 2⁻⁵⁴. It is rounded away before.
-np.log(2**-52 + 2**-53)  # here e⁻ᶻ is one and a half gaps. How much of a gap is rounded away?
-np.log(1.1e-16) | -np.log(1e-16) | -np.log(1e-15) | -np.log(1e-17)
    here e⁻ᶻ is a rounded number or a power of 10. Half of a gap is exactly 2⁻⁵³.
53 | 52 | -53 | -52  # the exponent of 2 is not the answer: σ has e to the power of −z.
53 * np.log10(2) | 52 * np.log10(2) | 15 | 16 | 17
    this is a number of decimal digits, to base 10. e asks for the natural logarithm of 2⁻⁵³.
np.log(53) | -np.log(53) | np.log2(53) | np.log10(53)
    this is a logarithm of 53 itself. 53 is an exponent: of which number is the logarithm wanted?
53 / np.log(2) | 52 / np.log(2)  # this divides by ln 2. Which power of e is a 2?
106 * np.log(2) | 53 * np.log(2) / 2 | 53 * np.log(2) ** 2
    this is the right number times 2, or ½, or ln 2. What is e⁻ᶻ there?
-53 * np.log(2) | -52 * np.log(2) | np.log(2.2e-16)  # with this sign e⁻ᶻ is huge. 2⁻⁵³ is small.
710 | 1024 * np.log(2) | 1075 * np.log(2) | 1022 * np.log(2)
    from here on eᶻ overflows, or e⁻ᶻ has lost digits: the second fact. Look at the first, the gaps.
24 * np.log(2) | 23 * np.log(2)
    this is the border of float32, with 24 binary digits. float64 has 53.
2.0**53 | 2.0**-53  # this is e to the power of z or −z at the border. Which z gives it?
1 | np.log(2) | np.log(2) / 53  # with this z, e⁻ᶻ is not small at all. At the border it is 2⁻⁵³.
20 | 30 | 35 | 36 | 36.5  # at this z, 1 + e⁻ᶻ is not rounded to 1 yet.
36.8 | 38 | 39 | 40 | 50  # at this z, 1 + e⁻ᶻ is 1 already. From which z on?

9.2: a number: the slope against z of the loss clipped at 1e-7
code: slope = 0
why: At z = −20, ŷ = 2·10⁻⁹ is below ε = 10⁻⁷, so ε goes into the logarithm, whatever z is. A little
    to the left or right the loss has the same height, −ln 10⁻⁷.
deepen: exactly 0. The true loss has the slope ŷ − 1 there, nearly −1: as steep as it gets.
hint: What is ŷ at z = −20? Clipping to [10⁻⁷, 1 − 10⁻⁷] makes which number of it?
hint: And at z = −21? Compare the two heights.
relative: yes
slips:
-1 | 1 | -1 / np.log(2) | 1 / np.log(2)  # this is the slope of the true loss, or its size. Which
    goes into the logarithm at z = −20, ŷ or ε?
1e-7  # so small a number is ε or ŷ itself. Which of them goes into the logarithm at z = −20?
0.5 | -0.5  # ½ is the size of the slope at z = 0. Which goes into the logarithm at z = −20, ŷ or ε?
-np.log(1e-7) | 16.1 | np.log(1e-7)  # this is the clipped loss, −ln 10⁻⁷. How much does it change?
np.log(1e-7) / 20 | -np.log(1e-7) / 20 | 1 + np.log(1e-7) / 20 | 20 + np.log(1e-7)
-20 - np.log(1e-7)
    a slope compares one curve at near points: what is its height at z = −19, and at −21?
20 | -20  # this is the height of the true loss, or z. How does the clipped loss change with z?
-1e7 | 1e7  # this is a slope against ŷ, 1/ε. Here z moves. Does the clipped ŷ move with it?
np.nan | np.inf | -np.inf  # the slope is a number. What are the heights at z = −19 and −21?

9.3: code that returns the mean loss in nats, for labels from 0 to 1
code:
def bce_from_logits(y, z):
    """Return the mean BCE in nats: y holds labels from 0 to 1, z logits, both of shape (m,)."""
    doubt = np.log1p(np.exp(-abs(z)))
    wrong_side = abs(z) * abs(y - (z > 0))
    return np.mean(doubt + wrong_side)
why: exp(−|z|) is never above 1, so nothing overflows, and log1p keeps the digits of a tiny one. |y
    − (z > 0)| is how far the label is from the side that z leans to: 0 for a hit, 1 for a miss,
    something between for a soft label.
deepen: the slope is σ(z) − y: at z = −1000 a label 1 pulls with −1, where the clipped loss has 0.
cases:
[1, 0, 1, 1, 0], [2, -1, -0.5, 0.25, 3]  # five ordinary rows
[0.9, 0.25, 0.6], [1.5, -2, -0.7]  # three soft labels
[0, 1], [50, 2]  # a miss at z = 50
[0, 1, 1, 0], [1000.0, -800, 900, 3]  # misses at z = 1000 and z = −800
[1, 1], [40, 37.5]  # sure hits with label 1
[0, 0], [-38.0, -45]  # sure hits with label 0
hint: Every row pays its doubt, ln(1 + exp(−|z|)). A row on the wrong side also pays |z|.
hint: (z > 0) counts as 1 or 0, so abs(y - (z > 0)) is the share of |z| that a row pays.
hint: The doubt is np.log1p(np.exp(-abs(z))). Add the wrong side, and take the mean.
helpers:
def doubt(z): return np.log1p(np.exp(-abs(z)))
def side(y, z): return abs(z) * abs(y - (z > 0))
def paid(y, one, zero): return np.mean(y * one + (1 - y) * zero)
relative: yes
slips:
paid(y, -np.log(sigmoid(z)), -np.log(1 - sigmoid(z))) | BCE(y, sigmoid(z)) * np.log(2)
paid(y, -np.log(sigmoid(z)), -np.log1p(-sigmoid(z)))
    right until ŷ is rounded to 1 or 0: ln 0 is −inf. Do not write ŷ down: stay with z.
np.mean(-np.log(np.where(y == 1, sigmoid(z), 1 - sigmoid(z))))
np.mean(-np.log(sigmoid((2 * y - 1) * z))) | np.mean(-np.log(sigmoid(np.where(y == 1, z, -z))))
np.mean(np.where(y == 1, np.log1p(np.exp(-z)), np.log1p(np.exp(z))))
np.mean(np.log1p(np.exp((1 - 2 * y) * z)))
    two slips. A sure miss is inf: a ŷ is rounded to 0, or e¹⁰⁰⁰ is inf. And a label may lie between
    0 and 1. It pays as 1 with the weight y, and as 0 with 1 − y.
paid(y, np.minimum(-np.log(sigmoid(z)), 100), np.minimum(-np.log(1 - sigmoid(z)), 100))
    the logarithm is cut at −100: no miss costs more. Do not write ŷ down, stay with z.
bce_from_logits(y, np.clip(z, -500, 500))  # the logits are cut off: z = 1000 must cost 1000 nats.
np.mean(np.logaddexp(0, z) - y * z) | np.mean(np.logaddexp(0, -z) + (1 - y) * z)
    the loss of a sure hit is a difference of nearly equal numbers here, and its digits are lost. A
    hit must cost its doubt, with nothing subtracted.
paid(y, np.log1p(np.exp(-z)), np.log1p(np.exp(z))) | np.mean(np.log1p(np.exp(z)) - y * z)
np.mean(np.log1p(np.exp(-z)) + (1 - y) * z)
    right until e¹⁰⁰⁰ is inf, or a σ(z) is 0: no exponent may be above 0.
np.mean(doubt(z))  # this is the doubt alone. A row on the wrong side also pays |z|.
np.mean(abs(y - (z > 0)) * (doubt(z) + abs(z)))  # a hit is free. Every row pays its doubt.
np.mean(doubt(z) + abs(z))  # every row pays |z|. Only a row on the wrong side should.
np.mean(doubt(z) + side(1 - y, z))  # the sides are exchanged: z above 0 leans to label 1.
np.mean(doubt(z) - side(y, z))  # a miss earns |z| here, and it should pay.
np.mean(doubt(z) + abs(z) * (y - (z > 0)))  # bars are missing: y − (z > 0) can be −1.
np.mean(doubt(z) + np.maximum(z, 0) * (1 - y)) | np.mean(doubt(z) + np.maximum(-z, 0) * y)
    only rows with one of the labels pay for the wrong side here. The others can miss as well.
np.mean(doubt(z) - y * z)  # −y·z lets a sure hit with label 1 earn |z|: it should pay little.
np.mean(doubt(z) + z * abs(y - (z > 0)))  # z lost its bars: a miss with z < 0 earns what it costs.
np.mean(doubt(z) + abs(z) * (y - z > 0))  # y - z > 0 is (y - z) > 0. Write (z > 0).
np.mean(doubt(z) + abs(z) * abs(y - z)) | np.mean(doubt(z) + abs(z) * abs(y - sigmoid(z)))
    z or ŷ is subtracted from the label. The side is z > 0, which counts as 1 or 0.
np.mean(doubt(z) + abs(z) * abs(y - (z > 0.5)))  # a logit changes sides at 0, not at ½.
np.mean(doubt(z) + abs(z) * (1 - y)) | np.mean(doubt(z) + abs(z) * y)
    each row with one of the labels pays |z|, on whichever side z is. Compare the label with z > 0.
bce_from_logits(0 * y, z) | np.mean(np.logaddexp(0, z))  # all rows pay as if y were 0.
bce_from_logits(0 * y + 1, z) | np.mean(np.logaddexp(0, -z))  # all rows pay as if y were 1.
np.mean(np.log1p(np.exp(z)) + side(y, z)) | np.mean(np.log1p(np.exp(-z)) + side(y, z))
np.mean(np.log1p(np.exp(abs(z))) + side(y, z))  # the exponent of the doubt must be −|z|.
np.mean(np.log1p(1 + np.exp(-abs(z))) + side(y, z))  # a 1 too many: log1p(x) is ln(1 + x) already.
np.mean(np.log1p(-np.exp(-abs(z))) + side(y, z)) | np.mean(-np.log1p(-np.exp(-abs(z))) + side(y, z))
    a minus too many: it belongs to |z| alone.
np.mean(np.exp(-abs(z)) + side(y, z))  # the logarithm is missing from the doubt, ln(1 + exp(−|z|)).
np.mean(doubt(z) + abs(z) * (y != (z > 0))) | bce_from_logits(np.round(y), z)
bce_from_logits((y == 1) * 1.0, z) | bce_from_logits((y != 0) * 1.0, z)
np.mean(np.logaddexp(0, (1 - 2 * y) * z)) | np.mean(doubt(z) + np.maximum((1 - 2 * y) * z, 0))
np.mean(doubt(z) + abs(z) * (y - (z > 0)) ** 2)
    a label may lie between 0 and 1. It pays as 1 with the weight y, and as 0 with 1 − y.
np.mean(np.logaddexp(0, -y * z)) | np.mean(np.log1p(np.exp(-y * z)))
    this form is for labels −1 and 1. Here they are 0 and 1, and label 0 costs ln 2 always.
np.mean(side(y, z))  # this is the wrong side alone: hits are free. Every row pays its doubt too.
np.mean(doubt(z)) + np.mean(abs(z)) * np.mean(abs(y - (z > 0)))
    a mean is taken before the product. Multiply in each row, and take the mean then.
doubt(np.mean(z)) + np.mean(side(y, z))  # that is the doubt of the mean z. The mean comes last.
doubt(z) + side(y, z) / len(y)  # a number for each row: len(y) divides the second part only.
np.mean((1 - 2 * y) * z)  # a miss pays |z| here, a hit earns |z|, and nobody pays for the doubt.
np.mean((sigmoid(z) - y) ** 2) | np.mean(abs(sigmoid(z) - y))  # squares or distances: no logarithm.
-paid(y, np.log1p(sigmoid(z)), np.log1p(1 - sigmoid(z)))  # np.log1p(x) is ln(1 + x); here x is ŷ.
paid(y, -np.log(z), -np.log(1 - z))  # every result is nan, the logarithm of a negative number. Is z
    taken for a probability? It is a logit. Or is the exponential of −|z| missing?
equivalents:
np.mean(np.maximum(z, 0) - y * z + np.log1p(np.exp(-abs(z))))
np.mean(y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z))

9.4: code that returns the loss of one row of logits, in nats
code:
def softmax_loss(z, k):
    """Return the loss in nats of one row of logits, shape (n,); k is the true class, from 0."""
    top = np.argmax(z)
    others = np.delete(z, top)
    return (z[top] - z[k]) + np.log1p(np.sum(np.exp(others - z[top])))
why: Measured from the top, no exponential is above 1. np.delete takes out one top class: another at
    the same height stays in the sum. If k is on top, the first part is exactly 0.
deepen: the doubt is at most ln n, what a guess costs. What is paid beyond is for the wrong side.
cases:
[0.5, -1, 2], 1  # three classes, k = 1
[1, 3, -0.5, 0.25], 1  # four classes, k = 1 on top
[1, 2, -1, 0], 0  # four whole numbers, k = 0
[0, 1.5, -1, 1.5, 1.5], 3  # three of five classes tied at the top
[0.0, 1000, 998], 1  # a row with k = 1 on top, at 1000
[0.0, 1000, 998], 0  # a row with k = 0, 1000 behind the top
[-1001, -1000, -1002.5], 2  # logits near −1000
[100000.003, 100000, 99998.7], 1  # logits near 100000
[100000.0, 99980, 99978], 0  # a sure hit among logits near 100000
[40.0, 0, 0], 0  # a sure hit, logits 40, 0 and 0
[0.0, 0, 40], 2  # a sure hit, logits 0, 0 and 40
hint: Two parts again: how far k is behind the top, and the doubt, a logarithm.
hint: np.argmax(z) is the place of the top logit; np.delete(z, top) are the others.
hint: The doubt is np.log1p of the sum of np.exp(others - z[top]). Add z[top] - z[k].
helpers:
def ahead(z, k): return z.max() - z[k]
def others(z): return np.exp(np.delete(z, z.argmax()) - z.max())
def log_1(x): return np.log(1 + x)
def naive(z): return np.exp(z) / np.exp(z).sum()
def shares(z): return naive(z - z.max())
relative: yes
slips:
-np.log(naive(z)[k]) | np.log(np.exp(z).sum()) - z[k]
ahead(z, k) + np.log1p(np.exp(np.delete(z, z.argmax())).sum() / np.exp(z.max()))
    right for small logits. But e¹⁰⁰⁰ is inf, and e⁻¹⁰⁰⁰ is 0. Measure the logits from the top one.
-np.log(shares(z)[k])  # k is 1000 behind the top: the loss is 1000 nats, and not inf. A share was
    rounded to 0, or e¹⁰⁰⁰ overflowed. Take the logarithm of the share on paper.
np.log1p(np.exp(np.delete(z, k) - z[k]).sum()) | z[0] - z[k] + np.log1p(np.exp(z[1:] - z[0]).sum())
    right until another class is far ahead: e¹⁰⁰⁰ is inf. Measure from z[np.argmax(z)].
softmax_loss(np.clip(z, -500, 500), k)  # the logits are cut off. 1000 behind costs 1000 nats.
z.max() + np.log(np.exp(z - z.max()).sum()) - z[k] | np.logaddexp.reduce(z) - z[k]
z.max() + np.log1p(others(z).sum()) - z[k]  # the loss of a sure hit is a difference of nearly equal
    numbers here, and its digits are lost. Take z_k from the top first, and add the doubt then.
ahead(z, k) + log_1(others(z).sum())  # nothing overflows. But a sure hit came out as 0. Is 1 + e⁻⁴⁰
    written down on the way? It is rounded to 1. np.log1p(x) is ln(1 + x), and keeps its digits.
ahead(z, k) + np.log1p(np.exp(z - z.max()).sum())  # the top is in it twice: take it from the sum.
ahead(z, k) + np.log1p(np.exp(np.delete(z, k) - z.max()).sum())
ahead(z, k) + np.log(np.exp(np.delete(z, k) - z.max()).sum())
    the true class is left out of the sum. It is the top one whose 1 stands before the sum.
ahead(z, k) + np.log1p(np.exp(z[1:] - z.max()).sum())
ahead(z, k) + np.log1p(np.exp(z[:-1] - z.max()).sum())
    the first or the last class is left out of the sum, and the top can stand anywhere.
ahead(z, k) + np.log1p(np.exp(z[0] - z.max()) * (z.argmax() > 0))
    of all classes only the first is in the sum. Does return stand inside the loop?
ahead(z, k) + np.log1p(np.exp(z[-z.argmax()] - z.max()))
ahead(z, k) + np.log1p(np.exp(z[~z.argmax()] - z.max()))
    a minus or ~ before a place gives one class, not all but the top. Take np.delete.
-ahead(z, k) + np.log1p(others(z).sum()) | z[k] + np.log1p(others(z).sum()) - z.max()
    the wrong side has its sign turned: a class behind the top earns what it should pay.
z[k] + np.log1p(others(z).sum())  # z_k is added as it is. How far is it behind the top?
np.log(shares(z)[k])  # this is the logarithm of the share, never above 0. The loss is −ln of it.
softmax_loss(z, k) / len(z)  # this is a mean over the classes. One row has one loss: no division.
ahead(z, k) + np.log1p(others(z)).sum() | ahead(z, k) + np.log1p(np.exp(z - z.max())).sum()
    each class has a logarithm of its own. Add up the exponentials first; one logarithm follows.
ahead(z, k) + np.log1p(others(z))  # a number for each class. Add up inside the logarithm.
softmax_loss(z, k - 1)  # this is the loss of the class before k, which is counted from 0.
ahead(z, k) + np.log1p(np.exp(z[z < z.max()] - z.max()).sum())
    right, until two classes share the top. Only one of them is the 1 in log1p.
np.log1p(others(z).sum())  # this is the doubt alone. A class behind the top pays its distance too.
ahead(z, k) + np.log1p(np.exp(np.delete(z, z.argmax())).sum())
    the logits in the sum are not measured from the top: e to the power of z_j − z_top.
ahead(z, k) + np.log1p(np.exp(np.delete(z, z.argmax()).sum() - z.max()))
    the logits are added up before the exponential: np.exp first, np.sum then.
softmax_loss(z.astype(np.float32), k)  # float32 has seven digits: 100000.003 loses its end.
softmax_loss(np.sort(z), k) | softmax_loss(-np.sort(-z), k)  # sorted, z[k] is another class's.
z.max() - k + np.log1p(others(z).sum())  # k is the place of the true class, not its logit: z[k].
t = z.argmax(); t - z[k] + np.log1p(np.exp(np.delete(z, t) - t).sum())
    np.argmax gives the place of the top logit, not the logit: z[top].
np.log(np.exp(z - z.max()).sum()) - z[k]  # z_k must be measured from the top too: z_k − z_top.
ahead(z, k)  # this is the wrong side alone, and a class on top is free. The doubt is missing.
ahead(z, k) + others(z).sum()  # the logarithm is missing from the doubt.
ahead(z, k) * np.log1p(others(z).sum())  # the two parts are multiplied. A row pays both: add.
shares(z)[k] | naive(z)[k]  # this is the share of the true class. The loss is its −ln.
1 - shares(z)[k]  # this is 1 minus the share of the true class. The loss is the −ln of the share.
softmax_loss(shares(z), k)  # a softmax is applied to z, and the loss has its own: use z as it is.
z.max() - z + np.log1p(others(z).sum()) | -np.log(shares(z)) | -np.log(naive(z))
    this is a loss for each class, as if each were right. Only k is.
np.logaddexp(0, z).sum() - z[k] | np.log1p(np.exp(z)).sum() - z[k]
    each class is judged by itself. Here they share one probability: a softmax.
np.logaddexp(0, -z[k]) | -np.log(sigmoid(z[k])) | np.log1p(np.exp(-z[k]))
    only z_k is used, as if there were two classes. All logits of the row count: a softmax.
equivalents:
z.max() - z[k] + np.log1p(np.exp(np.sort(z)[:-1] - z.max()).sum())
np.logaddexp(0, np.logaddexp.reduce(np.delete(z, k) - z[k]))

9.5: a number: the smallest safe p is 2**exponent
code: exponent = -1022 / 8
why: p⁸ must not be below 2⁻¹⁰²², so p must not be below 2 to the power of −1022/8 = −127.75. That
    is 3.5·10⁻³⁹: 10⁻³⁰ is safe, and 10⁻⁵⁰ is not.
deepen: float32 keeps its 24 binary digits down to 2⁻¹²⁶, which is larger. So any eight such float32
    probabilities may be multiplied in float64.
hint: All eight are equal to p, so their product is p⁸. It must be at least 2⁻¹⁰²².
hint: With p = 2ˣ the product is 2⁸ˣ: solve 8x = −1022.
slips:
1022 / 8  # the size is right. With this sign p = 2**exponent is far above 1.
2.0**-127.75  # as an exponent this is nearly 0. If it is p itself, its exponent is np.log2(p).
-1022 | -1023 | -1024  # this is for the product. Each of the eight has a part of it.
-1022 - 3 | -1022 + 3 | -1022 - 8 | -1022 + 8  # p⁸ has 8 times p's exponent: nothing is added.
-1022 * 8  # this is 8 times the product's exponent, and that is 8 times p's: divide.
-1022 / 2 | -1022 / 3 | -1022 / 4 | -1022 / 5 | -1022 / 6 | -1022 / 7 | -1022 / 9 | -1022 / 10
-1022 / 64  # −1022 is shared out among another number than eight.
-(1022 ** (1 / 8))  # this is a root of the exponent. It is p⁸ that a root is taken of.
-1074 / 8 | -1075 / 8 | -1074 | -1075  # below 2⁻¹⁰²² digits are lost, on the way to 5·10⁻³²⁴.
-127 | -127.5 | -1021 / 8 | -127.7 | -126 | -125 | -120 | -100 | -64 | -30 | -16 | np.log2(1e-30)
    at this p the product is still safe. Is it the smallest? It need not be a whole number.
-128 | -1023 / 8 | -127.8 | -129 | -130 | -149 | -150 | np.log2(1e-50)
    at this p the product is below 2⁻¹⁰²² already. The exponent need not be a whole number.
-1022 * np.log10(2) / 8 | -38.5 | -38 | -1022 * np.log(2) / 8 | -1022 * np.log10(2) | -308
    a power of 10 or of e, of one p or of the product. Here one p is 2**exponent.
-53 / 8  # this shares out the 53 digits. It is the range down to 2⁻¹⁰²² that eight share.
8 | -8  # 8 is the number of factors. Which exponent has each of them?
equivalents: np.log2(2.2e-308) / 8

9.6:
choices: equally wrong | clipped at 1e-7 | float32 | in nats
code: cause = "clipped at 1e-7"
why: 16.118 is −ln 10⁻⁷, the cap of that clip, and three rows hardly meet there by chance. How wrong
    each of them is, the log does not say.
deepen: in float32 the same clip has a second cap: 1 − 10⁻⁷ is rounded to 1 − 1.19·10⁻⁷, and a miss
    with label 0 costs 15.942 nats.
hint: Why should three different rows cost the same, to three decimals?
hint: Compute np.exp(-16.118).
slips:
'equally wrong'  # so says the log, to three decimals. Which number has 16.118 as its −ln?
'float32'  # float32 keeps seven digits of 16.3: no cap at 16.118. Which number has that as its −ln?
'in nats'  # true, and the log says so. But three rows alike: which number has 16.118 as its −ln?
''')
