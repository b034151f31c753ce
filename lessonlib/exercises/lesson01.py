"""Exercises of lesson 01: one sample, its surprise, its entropy and its cross-entropy."""

from lessonlib.exercises.declaration import declared

EXERCISES = declared('''
1.1: a number of bits
code: guess = 3
why: 1/8 is ½ · ½ · ½: three halvings, and each halving costs one bit.
deepen: that is why eight equally likely cases need 3 yes/no questions.
hint: An event of probability ½ costs 1 bit. What does one of probability ¼ cost?
hint: Halve 1 until you reach 1/8, and count the halvings.
hint: −log₂(1/8) = log₂(8): which power of two is 8?
slips:
8 | 7  # {} counts equally likely cases, all of them or the others. Bits count how often you halve.
0.125 | 12.5  # that is the probability itself, or in percent. How often must 1 be halved to get it?
0.375  # {} is p · bits, a term of the entropy. Here the event has happened.
0.5436  # {} is the entropy: both outcomes, weighted. One event is asked for.
0.1926  # {} bits is the cost of the event not happening, p = 7/8.
0.875  # {} is 1 − p. Surprise grows without end as p falls; count halvings.
0  # 0 bits would be a certain event. (1 // 8 is 0, too: // cuts the decimals off.) Count halvings.
3 * 0.5  # {} is three times ½: probabilities of independent events multiply, their bits add up.
1 / 3  # {} is 1 divided by the halvings. How many halvings lead from 1 to 1/8?
6 | 5 | 4 | 2 | 1  # {} halvings of 1 end elsewhere: ½ costs 1 bit, ¼ costs 2. Go on from there.

1.2: code that returns the bits of p, for one number and for an array
code:
def bits(p):
    """Return the information content of p, in bits."""
    return -np.log2(p)
why: np.log2 counts halvings, and the minus makes the count positive, since p is at most 1. It works
    on each number of an array, so no loop is needed.
deepen: the minus turns p over: −log₂ p is log₂(1/p), the halvings that lead from 1 to p.
cases:
0.125  # one number, p = 1/8
[0.8, 0.5, 0.01]  # an array of three probabilities
1.0  # p = 1, which costs 0 bits
[1, 0, 1, 1]  # an array of the whole numbers 1 and 0
[0.0004, 0, 1]  # an array that holds 0.0004 and 0
hint: Halving p must cost exactly one bit more. Which function does that?
hint: numpy has np.log, np.log10 and np.log2. They differ in what costs 1, and they take whole
    arrays, which the functions of math do not.
hint: Take np.log2 of p and change the sign.
slips:
-p * np.log2(p)  # this weighs the bits with p, and 1/8 came out as {}. That is its share of an
    average (section 2 has it); the event that did happen costs its full price.
-np.log2(1 - p)  # this is the cost of the event not happening: take the logarithm of p itself.
p**-2.0  # this is 1/p², and grows without a logarithm. Count halvings.
1 - p  # 1 − p is never more than 1. Surprise must add up for independent events, and must grow
    without end as p falls: only a logarithm does both.
equivalents: [float(-np.log2(x)) for x in p] if np.ndim(p) else -np.log2(p)

1.3: a number of bits, to 4 decimals
code: surprise = -(0.8 * np.log2(0.8) + 0.2 * np.log2(0.2))
why: Each outcome's bits are weighted with how often it comes: 0.8 · 0.3219 + 0.2 · 2.3219.
deepen: that is less than the fair coin's 1 bit: a coin that you can predict surprises less.
hint: First the two costs: −log₂(0.8) for a head and −log₂(0.2) for a tail.
hint: A head comes 8 times in 10, a tail 2 times in 10. What do you pay on average?
hint: 0.8 times the first cost, plus 0.2 times the second.
slips:
-0.8 * np.log2(0.8) | -0.2 * np.log2(0.2)  # {} is the share of one outcome. The other costs too.
-np.log2(0.8) | -np.log2(0.2)  # {} bits is the cost of one outcome. How often does it come?
-np.log2(0.8) - np.log2(0.2)  # you added the two costs. They are weighted with their probabilities.
-(np.log2(0.8) + np.log2(0.2)) / 2  # both outcomes have the weight ½. A head comes 8 times in 10.
0.8 | 0.2  # {} is a probability. What does a head cost, and what a tail?
-0.2 * np.log2(0.8) - 0.8 * np.log2(0.2)  # the weights are exchanged: 0.2 weighs the cost of 0.8.
1  # 1 bit is the fair coin's. This one can be guessed more often.
0.5  # is it a guess? What does a head cost, what a tail, and how often does each come?
0.36096  # {} is half of it: you divided by 2. The weights do the averaging.
-0.8 * np.log2(0.8) + 0.2 * np.log2(0.2) | 0.8 * np.log2(0.8) - 0.2 * np.log2(0.2)
    one of the two terms has lost its minus: the head's share and the tail's are subtracted.
-8 * np.log2(0.8) - 2 * np.log2(0.2)  # {} bits is the cost of ten tosses. One toss is asked for.
-8 * np.log2(8) - 2 * np.log2(2) | -80 * np.log2(80) - 20 * np.log2(20)
    a count stands where a probability belongs: 8 in 10 is 0.8, and 2 in 10 is 0.2.
3 / 8 + 7 / 8 * np.log2(8 / 7)  # {} is the entropy of a coin with 1 head in 8. Here it is 8 in 10.
0.8 * 0.2 | 2 * 0.2  # {} is the variance, p(1 − p), or twice the smaller p: no logarithm.
1 - 0.7219  # {} is what is missing to the fair coin's 1 bit. The surprise itself is asked for.
0.7218  # only the last digit is off: work with all digits, and round at the end.
0.8 * 0.3 + 0.2 * 2.3  # right to one decimal. If the two costs were rounded to one, keep four.

1.4: four rows of three numbers, one row a label
code: rows = np.array([[0, 1, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]])
why: A row a label, a column a class. The classes keep their order A, B, C in every row, and the 1
    stands in the column of the label.
deepen: each row sums to 1: it is a distribution that is certain, so its entropy is 0 bits.
hint: How many labels are there, and how many classes? That is the shape, (m, n).
hint: The columns are A, B, C. In which column does the first label, B, have its 1?
hint: The first row is [0, 1, 0]. Write the others in the same way.
slips:
[[1, 0, 0], [0, 1, 0], [1, 0, 0], [0, 0, 1]] | [[0, 1, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0]]
    your columns are in another order, B, A, C or C, B, A. They are the classes A, B, C.
[1, 0, 1, 2] | [2, 1, 2, 3]  # these are numbers that stand for classes. C would be twice or three
    times another: a nominal variable has no order. Give each label a row of 0 and 1.
[[1, 0, 0], [0, 1, 0], [0, 1, 0], [0, 0, 1]] | [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]]
    the rows are in the order of the alphabet, or nearly. The labels come as B, A, B, C.
[[1, 0, 1], [0, 1, 1], [1, 0, 1], [1, 1, 0]]  # 0 and 1 are exchanged: your rows sum to 2, not 1.
[[0, 1], [1, 0], [0, 1], [0, 0]]  # dummy coding: C has no column. One-hot gives every class one.
[[0, 1, 0], [1, 0, 0], [0, 0, 1]]  # the second B is missing: four labels, and a row for each.
[[1, 0, 0], [0, 1, 0], [0, 0, 1]]  # these are the classes. The labels are B, A, B, C: a row each.
equivalents: [(0, 1, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1)]

1.5:
choices: log2(0) | 0 * log2(0) | 1 * log2(1)
code: culprit = "0 * log2(0)"
why: log2(0) is −inf. Multiplied by 0 it has no value: numpy says nan, and so is the sum.
deepen: log₂ 0 has a value, −inf; 0 times it has none. What the term should be comes next.
hint: Run np.log2(1.0) and np.log2(0.0) in a cell of your own.
hint: inf is a value, nan is the lack of one. Which operation here has no value?
slips:
'log2(0)'  # log2(0) is −inf: large beyond bound, but a value. Something is then done with it.
'1 * log2(1)'  # log2(1) is 0, so this product is 0, as it should be. Look at the other class.

1.6: code that returns the cross-entropy of one sample in bits, a sum over the classes
code:
def cross_entropy_one(p, q):
    """Return the cross-entropy of one sample in bits: p is true, q is predicted."""
    happens = p > 0
    return -np.sum(p[happens] * np.log2(q[happens]))
why: The sum runs over the classes, each cost −log₂ q weighted with p. The classes with p = 0 are
    left out before the logarithm, so 0 · log 0 never arises.
deepen: with a one-hot p a single term survives, −log₂ of the probability of the true class.
cases:
[1.0, 0], [0.8, 0.2]  # p = (1, 0) and q = (0.8, 0.2)
[0.0, 1, 0], [0.2, 0.5, 0.3]  # three classes, the middle one true
[0.7, 0.295, 0.005], [0.5, 0.2, 0.3]  # a soft p, in which no class is certain
[0.4, 0.6, 0], [0.7, 0.3, 0]  # a class with p = 0 and q = 0
[1.0, 0], [1.0, 0]  # a q that is certain and right
[0.0, 1], [1.0, 0]  # a true class with q = 0, which costs inf
[0, 0, 1, 0], [0.001, 0.25, 0.3, 0.449]  # whole numbers in p, the third of four true
hint: Weigh each class's cost, −log₂ q, with its p, and add up over the classes.
hint: Which classes need a logarithm at all? A class with p = 0 adds nothing, whatever q is.
hint: p > 0 is an array of True and False; q[p > 0] keeps the classes that can happen.
slips:
-np.sum(p * np.log2(q))  # right, until p and q are both 0: 0 · log 0 is nan. Leave out the classes
    with p = 0 before you take the logarithm.
-np.sum(q * np.log2(p)) | -np.sum(np.where(q > 0, q * np.log2(p), 0))
    p and q are exchanged: the logarithm belongs to the prediction q, and p weighs it.
-np.mean(p * np.log2(q))  # you divide by the number of classes. p holds the weights: add up.
-np.sum(p * np.log2(p)) | -np.sum(np.where(p > 0, p * np.log2(p), 0))
    this is the entropy of p: the prediction is not used.
-np.sum(q * np.log2(q)) | -np.sum(np.where(q > 0, q * np.log2(q), 0))
    this is the entropy of q: what was true is ignored. Weigh with p.
-np.sum(np.where(p > 0, p * np.log2(q / p), 0)) | np.sum(p * np.log2(p / q))
    this is cross-entropy minus entropy (lesson 05 names it): right for a one-hot p only. The
    logarithm belongs to q alone.
-np.log2(np.sum(p * q))  # the sum stands inside the logarithm, which is right for a one-hot p only:
    first the logarithm, then the weighted sum.
-np.sum(np.log2(q[p > 0]))  # each class pays in full, right for a one-hot p only: weigh with p.
-np.sum(np.log2((p * q)[p > 0])) | -np.sum(np.where(p > 0, np.log2(p * q), 0))
    p stands inside the logarithm. It is the weight: p · log₂ q, not log₂(p · q).
-np.log2(np.max(p * q))  # only the class with the largest p · q is in it. Weigh each with its p.
np.sum(-np.log2(q[p == 1])) | np.squeeze(-np.log2(q[p == 1]))
-np.log2(q[0] if p[0] == 1 else q[1]) | -np.log2(q[0]) if p[0] == 1 else -np.log2(q[1])
0 if not np.any(p == 1) else -np.log2(q[p == 1][0])
    right for a one-hot p. A soft p has no class with p = 1: weigh all that can happen.
-p[p > 0][0] * np.log2(q[p > 0][0])  # only the first with p > 0 is in it. Does return end the loop?
-np.sum(np.log2(q))  # every class pays in full. Weigh each cost with its p.
-np.log2(q)  # this is the cost of each class, not yet of the sample: weigh with p, and add up.
np.nan_to_num(-np.sum(p * np.log2(q)), nan=0, posinf=np.inf)
0 if np.any(p == 0) else -np.sum(p * np.log2(q))
    0 comes back as a whole: the other classes had costs. Leave out those with p = 0, one by one.
np.sum((p - q) ** 2)  # this is a sum of squared differences. The cost in bits is a logarithm.
-np.log2(q[0]) | -np.where(p > 0, p * np.log2(q), 0)[0]  # only the first class is counted.
-(p[0] * np.log2(q[0]) + (1 - p)[0] * np.log2(1 - q[0]))
-np.where(p > 0, p * np.log2(q), 0)[0] - np.where(p < 1, (1 - p) * np.log2(1 - q), 0)[0]
    this is the formula for two classes. Of three it throws two together: sum over all.
-np.sum(p * np.log2(q) + (1 - p) * np.log2(1 - q))  # what did not happen pays too: p · log₂ q only.
equivalents: -np.nansum(p * np.log2(q)) | -np.log2(np.prod(q**p))
''')
