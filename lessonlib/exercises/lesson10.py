"""Exercises of lesson 10: the capstone."""

from lessonlib.exercises.declaration import declared

EXERCISES = declared('''
helpers:
def costs(share, y):  # what each row pays, with 0 · log 0 = 0
    return -np.log2(np.where(y == 1, share, 1 - share))
def written(share, y):  # the same, and nan for 0 · log 0
    return -(y * np.log2(share) + (1 - y) * np.log2(1 - share))

10.1: code that returns the mean bits on the test rows, inf where a share of 0 or 1 is wrong
code:
def baseline_bits(y_train, y_test):
    """Return the mean bits on y_test, if everybody's yhat is the share of 1s in y_train."""
    share = np.mean(y_train)
    given = np.where(y_test == 1, share, 1 - share)  # what each row's own label got
    return np.mean(-np.log2(given))
why: Everybody's ŷ is the share in the training rows: a test row with label 1 pays −log₂ of it, with
    label 0 −log₂ of the rest. BCE(y_test, np.full(len(y_test), np.mean(y_train))) does the same.
deepen: this is the entropy of the test labels plus lesson 05's KL(test share ‖ training share).
cases:
[1.0, 0, 0, 1, 0], [0.0, 0, 1, 0]  # 5 training rows with two 1s, 4 test rows with one 1
[1.0, 1, 0, 1], [1.0, 1, 1]  # training share 0.75, 3 test rows, all 1
[0.0, 1, 0, 0, 0, 0, 0, 0, 0, 1], [1.0, 1, 0, 1, 0, 1]  # share 0.2, 6 test rows with four 1s
[0, 1, 0], [1, 0, 0, 0, 1]  # labels in whole numbers and a training share of 1/3
np.repeat([0.0, 1.0], [49, 1]), [0.0, 1]  # one 1 in 50 training rows
np.zeros(3), [0.0, 1, 0, 0]  # a training share of 0 and a 1 in the test (inf)
np.zeros(4), np.zeros(2)  # a training share of 0 and no 1 in the test (0 bits)
np.ones(2), [1.0, 0, 1, 1, 0]  # a training share of 1 and two 0s in the test (inf)
np.ones(3), np.ones(2)  # a training share of 1 and no 0 in the test (0 bits)
hint: Two steps: everybody's ŷ, from the training rows; then what the test rows pay for it.
hint: A row with label 1 pays −log₂ ŷ, a row with label 0 −log₂(1 − ŷ). np.where picks.
hint: BCE wants a ŷ for each row: np.full(len(y_test), np.mean(y_train)).
slips:
written(np.mean(y_train), y_test).mean()  # right, until the training share is 0 or 1: then 0 · log₂
    0 is nan. Pick what each row's own label got first, or use BCE.
costs(np.mean(y_test), y_test).mean()  # this peeks: the share is that of the test rows.
costs(np.mean(y_train), y_train).mean()  # this is what the baseline costs on the training rows,
    their entropy: the first case came out as {}. Keep the share, and let the test rows pay.
costs(np.mean(y_test), y_train).mean()  # the test rows' share predicts the training rows.
costs(np.mean(np.concatenate([y_train, y_test])), y_test).mean()
    the share is taken from all rows: that is half a peek. Take the training rows'.
costs(np.mean(y_train), y_test).sum()  # this is the total: divide by len(y_test).
costs(np.mean(y_train), y_test).sum() / len(y_train)  # the test rows pay: divide by len(y_test).
costs(1 - np.mean(y_train), y_test).mean()  # the labels changed places: label 1 pays for the 1s.
costs(np.round(np.mean(y_train)), y_test).mean() | costs(0.0, y_test).mean()
written(0.0, y_test).mean()
    a 0 or a 1 stands where the share belongs, and costs inf as soon as one row differs.
written(y_test, np.mean(y_train)).mean()  # the logarithm is of the labels. It belongs to the share.
costs(sigmoid(np.mean(y_train)), y_test).mean()  # the share is a probability: no sigmoid.
written(np.full_like(y_test, np.mean(y_train)), y_test).mean()
costs(np.full_like(y_test, np.mean(y_train)), y_test).mean()
    where the labels are whole numbers the share is cut off to 0: np.full_like and astype do that.
costs((np.sum(y_train) + 1) / (len(y_train) + 2), y_test).mean()
    a 1 and a 0 were added to the training rows (Laplace's rule). Take the share itself.
costs(80 / 300, y_test).mean() | costs(57 / 248, y_test).mean() | costs(178 / 748, y_test).mean()
    the share of the lesson's own rows is in it. Compute it from y_train, inside the function.
np.mean(np.where(y_test == 1, costs(np.mean(y_train), y_test), 0))
np.mean(np.where(y_test == 0, costs(np.mean(y_train), y_test), 0))
    only test rows with one of the labels pay. The others pay −log₂ of the other share.
-np.log2(np.mean(y_train)) | -np.log2(1 - np.mean(y_train))
    every row pays −log₂ of the same share, whatever its label.
-np.log2(np.mean(y_train)) - np.log2(1 - np.mean(y_train))  # every row pays for both labels here.
p = np.mean(y_train); -np.mean(y_test * np.log2(p) - (1 - y_test) * np.log2(1 - p))
    what rows with label 0 pay is taken off what the others pay. All costs are added up.
-np.log2(np.mean(2 ** -costs(np.mean(y_train), y_test)))  # first the logarithms, then the mean.
np.mean(2 ** -costs(np.mean(y_train), y_test))  # the mean of what each label got: −log₂ is missing.
np.mean((y_test - np.mean(y_train)) ** 2) | np.mean(np.abs(y_test - np.mean(y_train)))
    this is a mean of squares (the Brier score) or of distances. The cost in bits is a logarithm.
np.mean(y_test == np.round(np.mean(y_train))) | np.mean(y_test == 0)
    this is an accuracy or an error rate. Bits ask what each row's label was given.
np.mean(y_train) | np.full(len(y_test), np.mean(y_train))  # this is ŷ. What do the test rows pay?
np.mean(y_test)  # this is the test rows' share of 1s. What do they pay for the other share?
costs(np.mean(y_train), y_test)[0] / len(y_test) | costs(np.mean(y_train), y_test)[0]
costs(np.mean(y_train), y_test)[-1] / len(y_test)
    only one test row is in it. Does the loop add with +=, and does return stand below it?
equivalents: np.nansum(written(np.mean(y_train), y_test)) / len(y_test)

10.2: a probability, to 4 decimals
code:
odds = 0.20 / 0.80 * 2.15
other = odds / (1 + odds)
why: 0.20 is odds of 0.25. Times 2.15 that is 0.5375, and those odds are the probability
    0.5375/1.5375.
deepen: the factor is the same for everybody, its effect on ŷ is not: 2.15 takes 0.95 only to 0.976.
hint: Three steps: from the probability to odds, times 2.15, and back.
hint: The odds of 0.20 are 0.20/0.80. Back again it is odds/(1 + odds).
slips:
0.43 | 0.2 + 0.43 | 1 - 0.43 | 2 * 0.43 | 0.43 / 2 | 0.43 / 1.2
    2.15 · 0.20 = 0.43 multiplies the probability. The factor belongs to the odds, ŷ/(1 − ŷ).
0.25 * 2.15  # right, for the odds. Turn them back into a probability.
0.5375 / 2 | 1 - 0.5375 | 0.5375 / 0.4625  # 0.5375 are the odds. odds/(1 + odds) turns them back.
0.3497 | 0.538 / 1.538 | 0.25 * 2.1466 / (1 + 0.25 * 2.1466)
    {} is near, and its last digits are off. Take 2.15, keep all digits, round at the end.
0.25  # these are the odds of the first donor. Multiply them by 2.15.
0.2  # that is the first donor's. Twice as many donations multiply the odds by 2.15.
0.43 / 1.43  # 0.20 was taken for the odds. It is the probability; the odds are ŷ/(1 − ŷ).
sigmoid(0.43) | sigmoid(0.5375)  # a sigmoid takes a logit. Of odds it is odds/(1 + odds).
sigmoid(0.2 + np.log(2.15)) | 0.2 + np.log(2.15)  # 0.20 is no logit: turn it into its logit first.
sigmoid(np.log(0.25) * 2.15)  # the logit was multiplied by 2.15. That is the factor of the odds.
sigmoid(2.15) | 8.6 / 9.6  # {} is near a sigmoid of 2.15, a factor and no logit; and near what odds
    of 4 · 2.15 give, but 0.80/0.20 are the odds of staying away. Start from ŷ/(1 − ŷ).
8.6  # the odds are upside down: 0.80/0.20 are those of staying away. They are ŷ/(1 − ŷ).
2.15 | 2.15 / 3.15  # 2.15 is no odds, but their factor: multiply the odds of the first donor by it.
sigmoid(np.log(0.25) + 2.15)  # 2.15 was added to the logit. It is eʷ, and w is added to a logit.
2.35 | 2.4 | 2.4 / 3.4  # 2.15 was added. It is a factor, and multiplies the odds: 0.25 · 2.15.
np.log(2.15) | 0.25 * np.log(2.15) / (1 + 0.25 * np.log(2.15))
    this takes ln 2.15, which is added to a logit. The odds are multiplied by 2.15 itself.
0.25 / 2.15 / (1 + 0.25 / 2.15) | 0.25 / 2.15 | 0.2 / 2.15
    more donations raise the odds. Were they divided, or upside down? They are ŷ/(1 − ŷ).
0.2**2.15 | 0.2 ** (1 / 2.15)  # a power. The factor multiplies the odds, ŷ/(1 − ŷ).
1 / 1.5375  # that is the probability of staying away. Coming is the rest of it.
np.log(0.25 * 2.15)  # right, for the logit. The sigmoid turns it into a probability.
0.4 | 0.5 / 1.5 | 1.075 / 2.075  # something was doubled. The odds are multiplied by 2.15 only.
0.25 * 2.15**2 / (1 + 0.25 * 2.15**2)  # the factor was used twice. One doubling, one factor.
0.3 | 0.45 | 0.5 | 0.6 | 0.7  # the odds of {}, ŷ/(1 − ŷ), should be 2.15 times those of 0.20.

10.3: a number of rows
code: most = 300
why: All rows together pay 300 bits, and each wrong one at least 1 of them: at most 300 are wrong.
deepen: it holds in one direction only: with no row wrong, a model can still pay nearly 1 bit a row.
hint: How many bits do the 1,000 rows pay together?
hint: A wrong row pays at least 1 bit, and a right one may pay 0.
slips:
700 | 0.7  # {} is what is right at least, in rows or as a share. How many can be wrong?
0.3 | 30  # {} is right, as a share or a percentage. How many of the 1,000 rows is that?
1000 | np.inf  # if all were wrong, each would pay at least 1 bit. How many bits are there?
812 | 1000 * 2**-0.3 | 1000 * (1 - 2**-0.3) | 188
    a power of 2 is in it. Count bits: how many in all, and how many at least by a wrong row?
230 | 770  # these are rows of another model. This one pays 0.3 bits a row: count bits.
3  # 0.3 of 1,000 is not 3. How many bits do all the rows pay together?
0  # that is how few. A wrong row costs at least 1 bit. How many can be paid for?
299  # nearly. A row exactly at ½ pays exactly 1 bit, and can be wrong.
301  # nearly. 301 wrong rows pay at least 301 bits. Are there as many?
0.5 | 500  # ½ is the threshold. How many bits do all rows pay, and how many at least a wrong one?
600 | 150  # ½ is what a wrong row's label got at most. How many bits does it pay for that?
432 | 300 / np.log(2) | 433 | 300 * np.log(2) | 208
    the 0.3 are bits: a wrong row pays at least 1.
1000 * -np.log2(0.3) | 881 | 1000 * entropy([0.3, 0.7]) | 53  # a logarithm or an entropy is in it.
    0.3 is a mean of bits: how many do all the rows pay together?
3333 | 10000 / 3  # 1,000/0.3 is more than there are rows. How many bits do all rows pay together?
50 | 100 | 200 | 231 | 250 | 270  # {} wrong rows cost {} bits at least. More are there to pay with.
1000 / 3 | 333 | 350 | 400 | 750 | 900  # {} wrong rows pay at least {} bits. Are there as many?

10.4:
choices: cross-entropy | Brier | cross-entropy and Brier | all but error | all four
code: charges = "cross-entropy and Brier"
why: Expected cross-entropy is H(p) + KL(p ‖ r), expected Brier p(1 − p) + (r − p)²: both grow once
    r leaves 0.7. Absolute error is lowest at r = 1, and error is 0.3 for every r above ½.
deepen: at r = 0.7 the two charge 0.8813 bits, the entropy, and p(1 − p) = 0.21, which nobody saves.
hint: Write down each expected charge: 0.7 · (charge if the donor comes) + 0.3 · (charge if not).
hint: Try r = 0.7 and 1 in the absolute error, 0.6 and 0.9 in the error, 0.6 to 0.8 in the squares.
hint: Absolute error is 0.7 − 0.4r, a falling line. The error is 0.3 for every r above ½.
slips:
'cross-entropy'  # it is one. Work out the squares, 0.7(1 − r)² + 0.3r², for r = 0.6, 0.7, 0.8.
'Brier'  # it is one. And where is cross-entropy lowest? Think of lesson 05: H(p) + KL(p ‖ r).
'all but error'  # work out the absolute error, 0.7(1 − r) + 0.3r, for r = 0.7 and r = 1.
'all four'  # what is the expected error for r = 0.6, and for r = 0.9? It must be lowest at 0.7
    alone. Then look at absolute error again, too.

10.5: a probability
code:
odds = 0.50 / 0.50 / 3
honest = odds / (1 + odds)
why: 0.50 is odds of 1. Tripling the rows with label 1 tripled the odds, so the honest ones are ⅓,
    and that is the probability (1/3)/(4/3) = ¼.
deepen: the tripled model's ½ is an honest ¼: the weight moved the threshold, and nobody said so.
hint: Tripling the rows of one class triples its odds. What are the odds of 0.50?
hint: Odds of 1, divided by 3, and back: odds/(1 + odds).
slips:
0.5 / 3  # a third of the probability. It is the odds that were tripled.
0.75  # the odds were tripled once more. The tripled model says too much: divide.
0.5  # that is what the tripled model says. Its odds are three times too high.
1 / 3 | 2 / 3  # ⅓ is right, for the odds. Turn them back into a probability, odds/(1 + odds).
3 | 1.5  # a probability is at most 1. The odds were tripled: divide them by 3.
1.5 / 2.5  # {} has odds of 1.5. But 0.50 is no odds, and its odds were tripled already: divide
    them.
1 / 7  # 1/7 has odds of ⅙, a third of 0.50. But 0.50 is a probability. What are its odds?
sigmoid(-3) | sigmoid(3)  # the logit was moved by 3. Three times the odds are ln 3 in it.
-np.log(3)  # right, for the logit. The sigmoid turns it into a probability.
np.log(3)  # this is ln 3, by which the logit rose. Take it off that of 0.50, and turn it back.
0.5 - np.log(3) | np.log(3) - 0.5 | 0.5 * np.log(3) | 0.5 / np.log(3) | sigmoid(0.5 - np.log(3))
    ln 3 is a step of the logit, and 0.50 a probability: turn it into its logit first.
np.log(3) - 1  # ln 3 meets the odds, 1. Odds are divided by 3; their logarithm loses ln 3.
0.5 - np.log(3) / 4  # {} follows a straight line, and the sigmoid bends: take ln 3 off the logit.
0.5 ** (1 / 3) | 0.125  # a root or a power of 0.50. The odds were tripled: divide them by 3.
sigmoid(1 / 3)  # a sigmoid of ⅓. Those are the odds; a sigmoid takes their logarithm.
0  # 0 is the logit of 0.50. Take ln 3 off it, and turn it back.
1  # 1 is the odds of 0.50. Divide them by 3, and turn them back.
0.2  # odds of ¼: the 1 was divided by 4. Each row with label 1 is there three times.
0.1  # odds of 1/9: the 3 was used twice.
57 / 248 | 80 / 300 | 178 / 748  # that is the share who came, of many donors. This one has odds of
    its own: those of 0.50, divided by 3.
2 / 7 | 0.3 | 0.35 | 0.4 | 0.7  # the odds of {}, ŷ/(1 − ŷ), times 3 should be those of 0.50.

10.6: code that returns the threshold for yhat
code:
def threshold(wasted, missed):
    """Return the yhat above which it is cheaper to expect the donor."""
    return wasted / (wasted + missed)
why: Expect, if (1 − ŷ)·wasted < ŷ·missed. Bring ŷ to one side: wasted < ŷ·(wasted + missed).
deepen: only the ratio of the costs counts. ½ is the threshold where both mistakes cost the same.
cases:
1.0, 4.0  # wasted = 1 and missed = 4
3.0, 2.0  # wasted = 3 and missed = 2
[1.0, 2, 7], [99, 2.5, 3]  # three costs of each
hint: At the threshold both choices cost the same: (1 − ŷ)·wasted = ŷ·missed.
hint: Multiply out, and bring both terms with ŷ to one side.
hint: ŷ·(wasted + missed) = wasted.
slips:
missed / wasted | (wasted + missed) / missed  # a ratio upside down: the first case came out as {},
    and no ŷ is above that. Solve (1 − ŷ)·wasted = ŷ·missed for ŷ.
wasted / wasted + missed  # parentheses are missing: write wasted / (wasted + missed).
missed / wasted + missed  # / comes before +. And which of the costs belongs on top?
0.5 | np.full(np.shape(wasted), 0.5)  # ½ is right only where both mistakes cost the same.
wasted * 80 / (wasted * 80 + missed * 220) | wasted * 220 / (wasted * 220 + missed * 80)
wasted * 178 / (wasted * 178 + missed * 570) | wasted * 570 / (wasted * 570 + missed * 178)
    the share who came is in it. Every ŷ has it already: the threshold follows from the costs alone.
np.log(wasted / missed) | np.log2(wasted / missed)
    this is a logarithm of the odds: a threshold for the logit. Here one for ŷ is asked for.
1 / (1 + missed) | 1 / (wasted + missed) | wasted / (1 + missed)  # right only where wasted is 1.
wasted / (wasted + 4)  # right where missed is 4, and only there. Any two costs may come in.
1 / missed | 1 / wasted  # only one of the two costs is in it. Both matter.
wasted / (missed - wasted) | missed / (missed - wasted) | 1 - wasted / missed | 1 - missed / wasted
(1 - wasted) / missed | (missed - wasted) / (missed + wasted)
    a difference is in it: costs add up.
missed - wasted | wasted - missed | wasted + missed | wasted * missed
    doubling both costs changes no decision, but it changes this. Only their ratio counts.
wasted * missed / (wasted + missed)  # this is the cost at the threshold, not its ŷ.
1 / (1 + np.exp(missed - wasted)) | 1 / (1 + np.exp(wasted - missed)) | sigmoid(wasted / missed)
sigmoid(missed / wasted) | sigmoid(-missed / wasted)  # no exponential belongs in it: solve for ŷ.
wasted**2 / (wasted**2 + missed**2) | wasted / np.sqrt(wasted**2 + missed**2)
np.sqrt(wasted) / (np.sqrt(wasted) + np.sqrt(missed))  # a square or a root is in it: leave it out.
np.minimum(wasted, missed) / np.maximum(wasted, missed)
    the costs are sorted by size. Which of them is on top does not hang on which is larger.
wasted / (2 * missed)  # a 2 is in it. Each cost counts once: (1 − ŷ)·wasted = ŷ·missed.
equivalents: 1 / (1 + missed / wasted) | 1 / (1 + np.exp(np.log(missed) - np.log(wasted)))
''')
