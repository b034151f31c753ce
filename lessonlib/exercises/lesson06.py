"""Exercises of lesson 06: fitting a logistic regression."""

from lessonlib.exercises.declaration import declared

EXERCISES = declared('''
helpers:
def sigma(X, w): return 1 / (1 + np.exp(-(X @ w)))
def g(X, y, w, yhat=None): return X.T @ ((sigma(X, w) if yhat is None else yhat) - y) / len(y)
def slope(X, w): return sigma(X, w) * (1 - sigma(X, w))

6.1: two slopes, [against b, against w], to 4 decimals
code: slopes = [0, -0.3125]
why: Every ŷ is ½. Against b: the mean of ½ − y, and half of the labels are 1, so 0. Against w: the
    mean of (½ − y)·x = (9 − 11.5)/8: half of all hours, less those of who passed.
deepen: the slope against w is below 0: a larger w makes the loss smaller. More hours, better odds.
hint: σ(0) = ½ for everybody. What is ŷ − y for label 1, and for label 0?
hint: Against b: the mean of ŷ − y. How many of the eight passed?
hint: Against w: np.mean((0.5 - y) * x).
slips:
[0, -0.3125 / np.log(2)] | [0, -0.3125 * np.log(2)]  # a factor ln 2 is in it: stay in nats.
[0.5, -0.3125] | [-0.5, -0.3125]  # w is right. Against b: ½ − y is ½ or −½. Take the mean.
[0, 1.125] | [0.5, 0.5] | [4, 9] | [0.5, 1.125]
    these are predictions, or their products with x: no labels.
[0, 0.8125] | [0.5, 0.8125]  # ŷ is taken as 1 here: all hours, less those of who passed. It is ½.
[0, -1.4375] | [-0.5, -1.4375]  # the second is −mean(y·x): the prediction ½ is missing.
[0, 0.5]  # the slope against b is right. Against w each ½ − y meets its own x before the mean.
[0, 2.25]  # the second is the mean of the hours of all, without labels. Take (½ − y)·x.
[0, -5] | [0, -2.5] | [0, 2.5]  # this is a sum, or its double. Take the mean of (½ − y)·x.
[0, -1.25] | [0, -0.625]  # this is two or four times as much. Was it divided by less than 8?
[0, 0.3125]  # the size is right. It is prediction minus label, ½ − y.
[0, -0.1563] | [0, -0.0781]  # the factor ŷ(1 − ŷ) = ¼ of squared error slipped in, or an extra ½.

6.2: code that returns the gradient of the mean loss, one slope a column of X
code:
def gradient(X, y, weights):
    """Return the gradient of the mean cross-entropy in nats; X has shape (m, k)."""
    yhat = 1 / (1 + np.exp(-(X @ weights)))
    return X.T @ (yhat - y) / len(y)
why: X @ weights is the logit of each row, the sigmoid makes it a probability, and Xᵀ adds up (ŷ −
    y) times each column. The mean divides by m.
deepen: the same three lines fit a model with a thousand columns.
cases:
[[1.0, 1], [1, 2], [1, 4]], [0.0, 1, 1], [0.3, -0.2]  # three rows, two columns
[[1, 0.5, 1], [1, -1, 0], [1, 2, 2], [1, 3, -1], [1, -2, 1.5]], [1.0, 1, 0, 1, 1], [0.1, 0.4, -0.6]
    five rows, three columns, four labels 1
[[0.5, 2], [1.5, -1], [-2, 0.5], [3, 1]], [0, 1, 1, 0], [2.4, -4.1]  # four rows, no column of 1s
hint: Three steps: logits X @ weights, probabilities, and the mean of (ŷ − y) times each column.
hint: X.T @ v adds up v times each column of X.
slips:
-X.T @ (sigma(X, weights) - y)  # the sign is turned: this is label minus prediction.
g(X, y, weights, (np.tanh(X @ weights) + 1) / 2) | g(X, y, weights, np.tanh(X @ weights))
    tanh stands where the sigmoid belongs. They look alike: σ(z) is (1 + tanh(z/2))/2.
g(X, y, weights, np.exp(X @ weights))  # the prediction is e^z here, the odds. Take the sigmoid.
g(X, y, weights, np.exp(X @ weights) / np.sum(np.exp(X @ weights)))
    a softmax over the rows stands where the sigmoid belongs: the rows do not share one probability.
g(X, y, weights, (X @ weights > 0) * 1.0)  # the prediction is cut off to 0 or 1. Take the sigmoid.
g(X, y, weights, np.vectorize(math.erf)(X @ weights / 1.7 / 2**0.5) / 2 + 0.5)
    the normal curve's area stands where the sigmoid belongs: that is probit, a cousin.
weights - 0.1 * g(X, y, weights) | weights - 0.01 * g(X, y, weights)
    these are the weights after a step of gradient descent. The gradient itself is asked for.
np.array([np.mean(sigma(X, weights) - y), np.mean((sigma(X, weights) - y) * X[:, 1])])
e = sigmoid(weights[0] + weights[1] * X[:, 1]) - y; np.array([np.mean(e), np.mean(e * X[:, 1])])
    two slopes come back, whatever the number of columns. Let X.T @ … make one for each column.
np.append(np.mean(sigma(X, weights) - y), (X.T @ (sigma(X, weights) - y) / len(y))[1:])
    the first slope is taken without its column, and not every X has ones: let X.T @ make all.
np.mean(np.log1p(np.exp(X @ weights)) - y * (X @ weights))
np.mean(np.log1p(np.exp(X @ weights)) - y * (X @ weights)) / np.log(2)
    this is the loss itself, one number. Its slopes are asked for, one for each column of X.
np.gradient(sigma(X, weights) - y)  # np.gradient takes differences, not derivatives.
sigma(X, weights) - y  # these are the errors of the rows, ŷ − y. Multiply each column of X by them.
X.T @ (X @ weights - y) / len(y)  # the sigmoid is missing: this fits a straight line.
X.T @ ((sigma(X, weights) - y) * slope(X, weights)) / len(y)
2 * X.T @ ((sigma(X, weights) - y) * slope(X, weights)) / len(y)
    the factor ŷ(1 − ŷ) belongs to squared error. For cross-entropy it cancels.
np.mean((sigma(X, weights) - y))  # this is the intercept's slope alone. Each column has its own.
g(X, y, weights, sigmoid(sigma(X, weights)))  # the sigmoid is applied twice: once is enough.
g(X, y, weights, sigma(X[:, 1:], weights[1:]))  # the intercept is left out: take X @ weights.
equivalents: [float(np.mean((sigma(X, weights) - y) * column)) for column in X.T]

6.3: a probability, to 4 decimals
code: border = 1 / 3
why: 2, ŷ and (1 − ŷ)² are not negative, so the sign is that of 3ŷ − 1: negative for ŷ < ⅓.
deepen: ŷ < ⅓ with label 1 is a miss: squared error bends the wrong way where the model is far off.
hint: The factors ŷ and (1 − ŷ)² are never negative. Which factor can be?
hint: Solve 3ŷ − 1 = 0 for ŷ.
slips:
3  # at 3ŷ − 1 = 0, ŷ is not 3 but its inverse.
0.3 | 0.2  # {} is near, but 3 · {} − 1 is not 0. Solve 3ŷ − 1 = 0.
np.log(1 / 2) | np.log(1 / 3)  # this is a logarithm. The border itself is asked for.
0.5  # ½ is where the model changes its mind. Solve 3ŷ − 1 = 0.
0.6667  # that is 1 − ŷ. The formula has ŷ itself: solve 3ŷ − 1 = 0.
1 | 0  # at {} the second derivative is 0, but does it change its sign there?

6.4: a number with its sign, to 3 decimals
code: error = (1 - 2 * 0.8) ** 3
why: Each step multiplies the error by 1 − ηc = 1 − 2 · 0.8 = −0.6, three steps by (−0.6)³ = −0.216.
deepen: it changes sides at each step and arrives, since 0.6 is below 1: the rate 2 is below 2/c =
    2.5.
hint: What does one step make of d = 1? The slope there is c·d = 0.8.
hint: One step: 1 − 2 · 0.8 = −0.6. The next one multiplies by the same factor.
slips:
-0.2  # right so far, with too few decimals: give three.
0.216  # the size is right. The factor −0.6 changes the side at each step.
-0.6 | 0.6 | 0.36 | 0.1296  # this is after one, two or four steps. Take three.
1 - 3 * 2 * 0.8  # the slope is not the same at each step: it is c times the error, which changes.
(1 + 2 * 0.8) ** 3  # 1 + ηc walks uphill. The step goes against the slope: 1 − ηc.
(1 - 0.8) ** 3  # this leaves out the rate: the factor is 1 − ηc, with η = 2.
(1 - 2) ** 3  # this leaves out the curvature: the factor is 1 − ηc, with c = 0.8.
(2 * 0.8) ** 3 | 2 * 0.8 | -(1.6**3)  # ηc is what a step takes off; 1 − ηc is what is left.
3 * (1 - 2 * 0.8)  # the factor is used three times: multiplied, not added, its third power.
0.8**3 | 0.8 | -(0.8**3)  # 0.8 is the curvature: a step takes 2 · 0.8 away.
0  # the error changes sides and shrinks, and three steps do not bring it to 0.

6.5: a number of hours, computed from b and w, to 4 decimals
code:
b, w = -2.6733796209, 1.1881687204
hours = (np.log(0.9 / 0.1) - b) / w
why: 90 % is the logit ln(0.9/0.1) = ln 9. Solve w·hours + b = ln 9 for the hours.
deepen: even odds come at −b/w = 2.25 hours, 90 % after ln 9/w = 1.85 more, 10 % as many before.
hint: Which logit has the probability 0.9?
hint: Solve w·hours + b = ln 9 for the hours.
slips:
4.0991 | (np.log(9) + 2.67) / 1.19  # b and w are rounded here. Compute it from b and w in the cell.
2.6733796209 / 1.1881687204  # this is where the model says ½: its logit is 0. For 90 % it is ln 9.
(0.9 + 2.6733796209) / 1.1881687204  # 0.9 is a probability. Take its logit, ln(0.9/0.1).
(9 + 2.6733796209) / 1.1881687204  # 9 is the odds. The logit is its logarithm, ln 9.
(np.log(0.9) + 2.6733796209) / 1.1881687204  # ln 0.9 is no logit. That is ln(0.9/0.1) = ln 9.
(np.log(9) - 2.6733796209) / 1.1881687204  # the sign of b: hours = (ln 9 − b)/w.
(2.6733796209 - np.log(9)) / 1.1881687204  # these are the hours for 10 %: turn the logit's sign.
np.log(9) + 2.6733796209 / 1.1881687204 | np.log(9) / 1.1881687204 - 2.6733796209
np.log(9) / 1.1881687204 + 2.6733796209  # parentheses are missing: (ln 9 − b)/w.
np.log(9) / 1.1881687204  # b is left out: w·hours + b = ln 9.
(np.log2(9) + 2.6733796209) / 1.1881687204 | (np.log10(9) + 2.6733796209) / 1.1881687204
    the logarithm of 9 has another base. The logit is in nats, with ln.
np.log(9) + 2.6733796209 | (np.log(9) + 2.6733796209) * 1.1881687204  # divide by w at the end.
1 / (1 + np.exp(2.6733796209 - 1.1881687204 * 0.9))  # this is the ŷ of 0.9 hours. Solve for hours.
''')
