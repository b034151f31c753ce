"""Exercises of lesson 07: Newton's method, and how far to trust a fit."""

from lessonlib.exercises.declaration import declared

EXERCISES = declared('''
helpers:
from lessonlib import logistic
def sigma(X, w): return 1 / (1 + np.exp(-(X @ w)))
def g(X, y, w, yhat=None): return X.T @ ((sigma(X, w) if yhat is None else yhat) - y) / len(y)
def slope(X, w): return sigma(X, w) * (1 - sigma(X, w))
def H(X, s): return X.T @ (s[:, None] * X) / len(X)
def step(X, y, w, yhat): return w - np.linalg.pinv(H(X, yhat * (1 - yhat))) @ g(X, y, w, yhat)
def irls(X, weights, target):
    return np.linalg.lstsq(np.sqrt(weights)[:, None] * X, np.sqrt(weights) * target, rcond=None)[0]

7.1: the b after one step
code: b = 0 - (0.5 - 0.75) / (0.5 * 0.5)
why: At b = 0 every ŷ is ½: the slope is ½ − 0.75 = −0.25, the curvature ½ · ½ = 0.25, the step 1.
deepen: the lowest point is the logit of 0.75, ln 3 = 1.0986. One step goes nine tenths of the way.
hint: What is ŷ for everybody at b = 0?
hint: The slope is the mean of ŷ − y, which is ½ − 0.75. The curvature is ŷ(1 − ŷ).
hint: −(−0.25)/0.25.
slips:
-1  # the size is right. The step is minus slope over curvature.
0.25 | -0.25  # this is the slope, or a step of gradient descent. Divide by the curvature.
0.0625 | -0.0625  # you multiply by the curvature. Where it is small, the step is long.
np.log(3) | np.log2(3)  # this is the end, the logit of 0.75, or in bits. Take the first step alone.
0.5  # the curvature is ŷ(1 − ŷ) = ¼, not ½.
0.25 / (0.75 * 0.25)  # the curvature is taken at ŷ = 0.75. You stand at b = 0, so ŷ is ½.
0.75  # this is the probability at the end. b is a logit; take one step from 0.
3  # 3 is the odds of 0.75. It also comes out if the ½ is left out of the slope, ½ − 0.75.
0.75 / 0.25**2 | -0.75 / 0.25  # the slope is the mean of ŷ − y, ½ − 0.75: the ½ is missing.
0  # 0 is where you stand. The slope there is not 0.
4  # the slope and the curvature are turned into a step by one division: 0.25/0.25.

7.2: code that returns the weights after one Newton step from weights
code:
def newton_step(X, y, weights):
    """Return the weights after one Newton step from weights."""
    yhat = 1 / (1 + np.exp(-(X @ weights)))
    H = X.T @ ((yhat * (1 - yhat))[:, None] * X) / len(y)
    return weights - np.linalg.solve(H, X.T @ (yhat - y) / len(y))
why: np.linalg.solve(H, g) is H⁻¹g without forming the inverse. [:, None] turns the weights ŷ(1 − ŷ)
    into a column, so that each row of X is multiplied by its own.
deepen: leave out 1/m in both places, and the step is the same: it cancels.
cases:
[[1.0, 0], [1, 1], [1, 2], [1, 5]], [0.0, 1, 0, 1], [-1, 1.5]  # four rows, two columns
[[2, -1], [0.5, 3], [-5, 5], [1, 1], [-0.5, -2], [1, -0.5]], [1, 0, 0, 1, 1, 0], [0.8, -0.9]
    six rows with whole numbers in y, none of the columns ones
[[1, 0.5, 1], [1, -1, 0], [1, 2, 2], [1, 3, -1], [1, -2, 1.5], [1, 0, 0.5], \
[1, 1, -2]], [1.0, 1, 0, 1, 0, 0, 1], [0.1, 0.4, -0.6]  # seven rows, three columns
hint: You have the gradient from 6.2. What is missing is H, and a linear system.
hint: H = X.T @ (s[:, None] * X) / m, with s = yhat * (1 - yhat).
hint: np.linalg.solve(H, gradient) gives H⁻¹ times the gradient; take it from weights.
slips:
logistic.newton(X, y).weights  # this is where Newton's method ends: one step is asked for.
weights - np.linalg.solve(X.T @ X / len(y), g(X, y, weights))
    XᵀX lacks the weights ŷ(1 − ŷ): that is the curvature of least squares with a straight line.
weights - np.linalg.inv(np.diag(np.diag(H(X, slope(X, weights))))) @ g(X, y, weights)
    each slope is divided by its own second derivative. Solve with the whole of H.
weights - g(X, y, weights) / H(X, slope(X, weights))
    / divides by the cells of H one by one. Solve with H: np.linalg.solve(H, gradient).
weights - np.linalg.solve(H(X, sigma(X, weights)), g(X, y, weights))
    the weights in H are ŷ. They are ŷ(1 − ŷ), the slope of the sigmoid.
weights - np.linalg.solve(H(X, (sigma(X, weights) - y) ** 2), g(X, y, weights))
    H is made of the squares of the errors. The curvature has ŷ(1 − ŷ), and no labels.
irls(X, slope(X, weights), X @ weights - (sigma(X, weights) - y))
    the gradient has a factor ŷ(1 − ŷ) too many: it belongs to H alone (or, in weighted least
    squares, the errors are not divided by it).
weights - np.linalg.solve(H(X, slope(X, weights)), weights)  # H is solved with weights, not g.
step(X, y, np.zeros(X.shape[1]), np.full(len(y), 0.5))  # it starts from 0. Start from the weights.
step(X, y, weights, (np.tanh(X @ weights) + 1) / 2)
    tanh stands where the sigmoid belongs. They look alike: σ(z) is (1 + tanh(z/2))/2.
step(X, y, weights, np.exp(X @ weights))  # the prediction is e^z here, the odds. Take the sigmoid.
step(X, y, weights, np.exp(X @ weights) / np.sum(np.exp(X @ weights)))
    a softmax over the rows stands where the sigmoid belongs: the rows do not share one probability.
weights + 0 * (X.T @ y)  # the step is 0. Is it added, or are the predictions 0 or 1?
irls(X, np.ones(len(y)), X @ weights - (sigma(X, weights) - y) / slope(X, weights))
    the weights ŷ(1 − ŷ) are missing from the least squares: each row counts with its own.
np.linalg.solve(X.T @ X, X.T @ (slope(X, weights) * (X @ weights) - sigma(X, weights) + y))
    the weights ŷ(1 − ŷ) stand on one side of the equations only. XᵀSX has them too.
2 * weights - step(X, y, weights, sigma(X, weights))  # the step goes uphill: turn its sign.
weights - g(X, y, weights)  # this is gradient descent with rate 1. Newton solves with H.
weights - np.linalg.solve(H(X, slope(X, weights)) * len(y), g(X, y, weights))
weights - np.linalg.solve(H(X, slope(X, weights)), g(X, y, weights)) * len(y)
    only one of H and the gradient has its 1/m: the step is m times too short or too long.
weights - step(X, y, weights, sigma(X, weights)) | step(X, y, weights, sigma(X, weights)) - weights
    this is the step alone, or minus the step. The weights after it are asked for.
weights - H(X, slope(X, weights)) @ g(X, y, weights)
    you multiply by H. A sharp curve needs a short step: divide, with np.linalg.solve(H, gradient).
np.linalg.solve(X.T @ X, X.T @ y)  # this is linear regression: no sigmoid, no weights ŷ(1 − ŷ).
equivalents: irls(X, slope(X, weights), X @ weights - (sigma(X, weights) - y) / slope(X, weights))

7.3:
choices: rate too small | classes separated | wrong gradient
code: cause = "classes separated"
why: The loss is nearly 0 and the weight grows by a fixed amount for each tenfold of steps: ln 10 =
    2.30. There is no minimum to arrive at.
deepen: a larger rate would only walk faster towards a place that does not exist.
hint: What is 6.91 − 4.59, and what is 9.21 − 6.91?
hint: A walk towards a minimum gains less and less. How small is the loss already?
slips:
'rate too small'  # towards a minimum the walk slows down. This one gains 2.30 for each tenfold.
'wrong gradient'  # a wrong gradient would hardly bring the loss down to 0.0001.

7.4:
choices: 2.3 | 10.2 | 12.6 | 0.1
code: factor = "10.2"
why: Ten degrees colder raise the logit by 10 · 0.2322 = 2.322. The logit is the logarithm of the
    odds, so the odds are multiplied by e to the power of 2.322.
deepen: it multiplies the odds, wherever you start. What that does to the probability depends on
    where you are: the sigmoid is flat near 0 and 1.
hint: One degree colder multiplies the odds by 1.26. What do two degrees do?
hint: It is 1.26 to the power of 10.
slips:
'2.3'  # 2.3 is added to the logit. The odds are e to the power of the logit.
'12.6'  # factors are multiplied, not added: 1.26 to the power of 10.
'0.1'  # that is for ten degrees warmer. Colder makes distress more likely.

7.5: [low, high], computed from w and its standard error, to 4 decimals
code:
w, w_se = -0.23216274, 0.10823652
interval = [np.exp(-w - 1.96 * w_se), np.exp(-w + 1.96 * w_se)]
why: One degree colder adds −w to the logit: −w ± 1.96 se in nats, and e to the power of both ends.
deepen: 1, which is no change, lies outside: that colder is worse, the flights say; how much,
    hardly.
hint: What does one degree colder add to the logit? Give that number its interval first.
hint: −w − 1.96 se and −w + 1.96 se, then np.exp of both.
helpers:
w, se = -0.23216274, 0.10823652
def ends(k): return [np.exp(-w - k * se), np.exp(-w + k * se)]
slips:
[np.exp(w - 1.96 * se), np.exp(w + 1.96 * se)] | [np.exp(w + 1.96 * se), np.exp(w - 1.96 * se)]
    this is for one degree warmer. Colder adds −w to the logit.
[-w - 1.96 * se, -w + 1.96 * se]  # this is added to the logit. The odds take e to its power.
[w - 1.96 * se, w + 1.96 * se]  # this is the interval of w. Turn the sign, and take e^.
ends(1) | ends(2) | ends(2.576) | ends(1.645)
    this is ± another number of se, which holds more or less than 95 of 100. Take 1.96 se.
[np.exp(-w) - 1.96 * se, np.exp(-w) + 1.96 * se]  # add the 1.96 se to −w first, then take e^.
[np.exp(-w) - 1.96 * se * np.exp(-w), np.exp(-w) + 1.96 * se * np.exp(-w)]
    an interval of the factor itself. Take that of −w, then e^.
[sigmoid(-w - 1.96 * se), sigmoid(-w + 1.96 * se)]  # σ gives a probability. Odds are e^ of a logit.
ends(1.96 / 23**0.5)  # se is the error of w already: no root of m below it.
ends(1.96 * se)  # that is the variance. Take its root, se.
[np.exp(-10 * w - 19.6 * se), np.exp(-10 * w + 19.6 * se)]  # this is for ten degrees, not one.
[2 ** (-w - 1.96 * se), 2 ** (-w + 1.96 * se)]  # a power of 2. The logit is in nats: take e^.
np.exp(-w)  # this is the factor itself, one number. Its two ends are asked for.
''')
