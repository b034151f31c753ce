"""Exercises of lesson 05: relative entropy."""

from lessonlib.exercises.declaration import declared

EXERCISES = declared('''
helpers:
def terms(p, q): return np.where(p > 0, p * np.log2(np.where(p > 0, p, 1) / q), 0)
def H(p, q=None):
    q = p if q is None else q
    return -np.sum(np.where(p > 0, p * np.log2(np.where(p > 0, q, 1)), 0))
def product(joint): return np.outer(joint.sum(axis=1), joint.sum(axis=0))
def rows(joint): return joint / joint.sum(axis=1, keepdims=True)

5.1: a number of bits, to 4 decimals
code: extra = 0.8 * np.log2(0.8 / 0.6) + 0.2 * np.log2(0.2 / 0.4)
why: It is what she pays beyond the weather's entropy, 0.8540 − 0.7219. Directly: on 8 days in 10
    she pays log₂(0.8/0.6) too much, on 2 in 10 log₂(0.2/0.4), which is a saving.
deepen: 0.1320 bits a day is what believing the wrong probability costs: the relative entropy.
hint: The bill is 0.8540 bits a day. How much of it would the best forecaster pay?
hint: The best forecaster says 0.8, and pays the entropy, 0.7219 bits.
slips:
0.151  # {} is the other direction, KL(q ‖ p). Here p is what happens.
0.854  # {} is her whole bill. A part of it is the weather's.
0.7219  # {} is the weather's part. What is left of the bill is hers.
0.1320 / 2  # {} is half of it, a mean over two outcomes. The weights 0.8 and 0.2 do the averaging.
0.8 * np.log2(0.8) - np.log2(0.6) + 0.2 * np.log2(0.2) - np.log2(0.4)
    the two −log₂ q have lost their weights, 0.8 and 0.2.
0.8540 - 0.5759  # {} is what a forecaster of 50 % pays too much. She says 60 %, and her bill is
    0.8540.
0.9710 | 0.9710 - 0.8540 | 0.9710 - 0.7219
    {} has the entropy of (0.6, 0.4) in it. (0.8, 0.2) is true.
0.8540 + 0.7219  # the weather's part is in the bill already: take it off.
0.8540 / 0.7219 - 1  # {} is the share by which she pays more. The bits themselves are asked for.
0.6 - 0.2 | 0.8 - 0.4 | 0.2  # {} is a difference of probabilities. The bill is in bits.
0.0  # at 0 she would pay what the weather costs. She believes 0.6 where 0.8 is true.
(0.8 - 0.6) ** 2 + (0.2 - 0.4) ** 2 | (0.8 - 0.6) ** 2  # {} is a squared distance: no bits.
0.8 * np.log2(0.8 / 0.6) - 0.2 * np.log2(0.2 / 0.4)  # the saving is negative already: add it.
0.2 * np.log2(0.8 / 0.6) + 0.8 * np.log2(0.2 / 0.4)  # the weights are exchanged: rain has 0.8.
0.8 * 0.85  # {} is 0.8 · 0.85. The bill is 0.8540 bits: take the weather's entropy off it.
0.12 | 0.085  # {} is near, and no rounding of it. Take the bill less the weather's entropy.
0.332  # {} is the term for rain alone. On dry days her price is better.
equivalents: 0.1321

5.2: code that returns the relative entropy KL(p ‖ q) in bits
code:
def kl(p, q):
    """Return the relative entropy in bits: p is true, q is believed; both may hold zeros."""
    happens = p > 0
    return np.sum(p[happens] * np.log2(p[happens] / q[happens]))
why: Each outcome that can happen costs log₂(p/q) bits more than it should; weigh with how often it
    happens. Outcomes with p = 0 are left out: 0 · log 0 = 0.
deepen: a term is negative where q is larger than p, and yet the sum never is.
cases:
[0.8, 0.2], [0.6, 0.4]  # two outcomes, p = (0.8, 0.2), q = (0.6, 0.4)
[0.005, 0.695, 0.3], [0.5, 0.2, 0.3]  # three outcomes, far apart
[0, 0.25, 0.75], [0.5, 0.25, 0.25]  # an outcome with p = 0
[0.5, 0.5], [1.0, 0]  # a q that rules out what happens, which costs inf
[0.4, 0.6, 0], [0.7, 0.3, 0]  # a class that neither has
[0, 0, 1, 0], [0.001, 0.25, 0.3, 0.449]  # whole numbers in p, the third of four certain
hint: When an outcome happens, how many bits more than −log₂ p does −log₂ q cost?
hint: It is log₂(p/q). Weigh it with p, and sum.
hint: For the zeros: happens = p > 0 picks the outcomes that count.
slips:
np.sum(p * np.log2(p / q))  # right, until p holds a 0: 0 · log₂ 0 is nan. Leave those outcomes out.
np.sum(terms(q, p))  # the arguments are exchanged: this is KL(q ‖ p). What is true, p, weighs.
np.sum(p * np.log2(q / p))  # the sign is turned: KL is never negative. Is it p/q or q/p?
H(p, q)  # this is the cross-entropy: the first case came out as {}. Take off the entropy of p.
H(q) - H(p)  # this is a difference of two entropies. Weigh both parts with p: H(p, q) − H(p).
0.0 if np.any(p == 0) else np.sum(terms(p, q))
np.nan_to_num(np.sum(p * np.log2(p / q)), nan=0, posinf=np.inf)
    where a p is 0 you return 0. Leave out the outcomes with p = 0, one by one.
(np.sum(terms(p, (p + q) / 2)) + np.sum(terms(q, (p + q) / 2))) / 2
    this is the Jensen–Shannon divergence, from their middle. KL compares p with q.
np.sum((p - q) * np.log2(p / q))  # both directions are in it. KL is the one weighed with p.
terms(p, q) + terms(1 - p, 1 - q)  # each outcome is a question of its own here. Sum p · log₂(p/q).
terms(p, q)[0] + terms(p, q)[1]  # only the first two outcomes are in it. Sum over all of them.
np.sum(terms(p, p) / np.where(p > 0, np.log2(np.where(p > 0, q, 0.5)), 1))
np.sum(np.log2(p[p > 0]) / np.log2(q[p > 0]) * p[p > 0])
    log(p/q) is a difference of logarithms, no quotient.
np.log2(np.sum(p[p > 0] ** 2 / q[p > 0]))  # the sum stands inside the logarithm, not outside.
np.sum(p * np.log2(p) - np.log2(q))  # the second logarithm has lost its weight p.
np.sum(p[p > 0] / q[p > 0] * p[p > 0]) | np.sum(p[p > 0] * (p[p > 0] - q[p > 0]))
    the logarithm is missing: log₂(p/q), weighed with p.
np.sum(np.abs(p - q)) / 2 | np.sum((p - q) ** 2)
    this is a distance between probabilities, without a logarithm. KL counts bits.
np.sum(np.abs(terms(p, q)))  # the terms lost their signs. A saving counts against a loss.
np.sum(np.where(p > 0, np.log2(np.where(p > 0, p, 1) / q), 0))
    the weights are missing: each outcome counts as often as it happens, p.
equivalents: H(p, q) - H(p) | np.nansum(p * np.log2(p / q))

5.3:
choices: arguments swapped | q does not sum to 1 | nats
code: cause = "q does not sum to 1"
why: For two distributions KL is never negative, in either direction and in any unit. So one of the
    rows is not a distribution: here q sums to 1.2.
deepen: that is why the library checks the sums of its rows before it computes anything.
hint: Which of the three could make a KL negative? Where does the proof use that something sums to
    1?
hint: Add up p, and add up q.
slips:
'arguments swapped'  # the other direction is another number, and not negative either.
'nats'  # nats are bits times 0.6931, and a positive factor changes no sign.

5.4: a number of bits, to 4 decimals
code: floor = -(0.9 * np.log2(0.9) + 0.1 * np.log2(0.1))
why: The best a model can say is the label's own (0.9, 0.1): KL is 0, the loss the label's entropy.
deepen: so a loss of 0.469 bits can be perfection: compare a loss with its floor.
hint: Which prediction is the best for a label (0.9, 0.1)?
hint: q = (0.9, 0.1). What does it pay, on average?
slips:
0  # 0 would need a certain label. This one is not: somebody pays for the 0.1.
3.4739 | 1.737  # {} has no weights: 0.9 and 0.1 weigh the two prices.
3.005  # the weights are exchanged: 0.9 is the likelier outcome's, and that is the cheap one.
0.152 | 3.3219  # {} is the price of one outcome, −log₂ of 0.9 or 0.1. Weigh both, and add up.
0.9 | 0.1  # {} is a probability of the label. Its entropy is asked for, in bits.
1 - 0.4690  # {} is 1 minus the label's entropy. The entropy is asked for.
0.7219  # {} is the entropy of (0.8, 0.2), the weather. This label is (0.9, 0.1).
0.8540  # {} is the forecaster's bill. The floor of the label (0.9, 0.1) is asked for.
0.9 * 0.1  # {} is the variance. The floor is an entropy, in bits.
0.1368 / 2 + 0.3322 / 2  # {} is half of it. The weights do the averaging.
0.1368 | 0.3322  # {} is the term of one outcome alone. The other costs too.
1  # 1 bit is a coin's entropy. This label can be guessed better.
1.876  # {} is for all four rows. The loss is a mean.

5.5:
choices: covers both | picks one | narrow, between
code: bell = "covers both"
why: On many points the mean cost comes near H(p) + KL(p ‖ q), with p the distribution that the
    points come from; and H(p) does not depend on the model. So p stands first: it covers.
deepen: trained so, a model of two kinds of images may draw blends: it bets on the middle, to miss
    none.
hint: Is cross-entropy H(data, model) or H(model, data)?
hint: The data come first, as in KL(p ‖ q) with p the two humps. Look at its panel.
slips:
'picks one'  # that is KL(model ‖ data). Cross-entropy has the data first: no hump may be missed.
'narrow, between'  # its centre lies between. But it would miss both humps, and that costs most.

5.6: code that returns the mutual information of a joint table, in bits
code:
def mutual_bits(joint):
    """Return the mutual information in bits of a joint table, which may hold zeros."""
    independent = np.outer(joint.sum(axis=1), joint.sum(axis=0))
    happens = joint > 0
    return np.sum(joint[happens] * np.log2(joint[happens] / independent[happens]))
why: The row sums and the column sums are the margins, np.outer multiplies each with each, and the
    rest is KL. Cells that never happen are left out.
deepen: where a table is the product of its margins it is 0 bits: there, neither tells of the other.
cases:
[[0.4, 0.1], [0.2, 0.3]]  # two by two
[[0.3, 0, 0.1], [0.1, 0.35, 0.15]]  # two by three, with a 0
np.outer([0.25, 0.75], [0.5, 0.25, 0.25])  # an independent table
[[0.05, 0.15], [0.2, 0.1], [0.05, 0.05], [0.3, 0.1]]  # four by two
[[1e-05, 2e-06, 0.0], [1e-06, 0.3, 0.2], [0.0, 0.25, 0.25 - 1.3e-05]]  # a table with rare cells
hint: Which table would you expect, if the two had nothing to do with each other?
hint: np.outer(joint.sum(axis=1), joint.sum(axis=0)) is that table.
hint: Then it is the KL of 5.2, from the joint table to that one. (The library's functions read a
    table row by row; .ravel() puts its cells in one row.)
slips:
np.sum(joint * np.log2(joint / product(joint)))
    right, until the table holds a 0: then 0 · log₂ 0 is nan. Leave such cells out.
np.sum(terms(joint, np.full(joint.shape, 1 / joint.size)))
    you compare with a uniform table, all cells alike. Compare with the product of the margins.
np.sum(terms(joint, joint.sum(axis=0) * np.ones(joint.shape)))
np.sum(terms(joint, joint.sum(axis=1, keepdims=True) * np.ones(joint.shape)))
    only one margin is in it: divide by the product of both margins.
np.sum(np.where(joint > 0, np.log2(np.where(joint > 0, joint, 1) / product(joint)), 0))
np.log2(joint / product(joint)).sum()  # the weights are missing: weigh each cell with joint.
np.sum(joint * joint / product(joint))  # the logarithm of joint over independent is missing.
H(joint.sum(axis=1)) + H(joint.sum(axis=0)) | H(joint, product(joint))
    this is what both cost apart, the sum of their two entropies. Take off what they cost together.
H(joint) - H(joint.sum(axis=0)) | H(joint) - H(joint.sum(axis=1))
    this is a conditional entropy: what is left. Mutual information is what it gains.
H(joint.sum(axis=0)) - np.mean([H(row) for row in rows(joint)])
np.mean(np.sum(terms(rows(joint), joint.sum(axis=0)), axis=1))
H(joint.sum(axis=0)) - np.sum([H(row) for row in rows(joint)])
np.sum(terms(rows(joint), joint.sum(axis=0))) | np.sum(terms(rows(joint), joint.sum(axis=0))) / 2
np.sum(terms(joint, np.outer(np.full(len(joint), 1 / len(joint)), joint.sum(axis=0))))
    the rows count alike, as if each came equally often. Weigh each with its share, the row sum.
np.sum(terms(np.diag(joint), np.diag(product(joint))))  # only the diagonal is in it: take all.
m = (joint + product(joint)) / 2; (np.sum(terms(joint, m)) + np.sum(terms(product(joint), m))) / 2
    this is the Jensen–Shannon divergence, which compares both with their middle.
H(joint)  # this is the joint entropy, what both cost together. What do they share?
np.sum(terms(product(joint), joint))  # the arguments of KL are exchanged: joint comes first.
equivalents: H(joint.sum(axis=0)) + H(joint.sum(axis=1)) - H(joint)
''')
