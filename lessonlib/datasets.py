"""The data of the lessons."""

import os
from collections import namedtuple

import numpy as np
from numpy.typing import NDArray

RunningExample = namedtuple("RunningExample", "y yhat")
StudyHours = namedtuple("StudyHours", "x y")
Shuttle = namedtuple("Shuttle", "temperature distress")
Penguins = namedtuple("Penguins", "species bill_length bill_depth flipper_length body_mass")
BloodDonors = namedtuple("BloodDonors", "recency donations volume since_first donated")


def running_example() -> RunningExample:
    """Return the four labelled samples that most lessons work with.

    Returns a named tuple (y, yhat) of two arrays, shape (4,): labels 0 or 1, and predicted
    probabilities that the label is 1.

    >>> y, yhat = running_example()
    >>> yhat
    array([0.8, 0.3, 0.4, 0.7])
    """
    return RunningExample(y=np.array([1.0, 0.0, 0.0, 1.0]), yhat=np.array([0.8, 0.3, 0.4, 0.7]))


def study_hours() -> StudyHours:
    """Return eight invented students whose classes overlap, so that a best fit exists.

    Returns a named tuple (x, y) of two arrays, shape (8,): hours, and 1 for passed.

    >>> int(study_hours().y.sum())
    4
    """
    return StudyHours(x=np.arange(1, 9) / 2, y=np.array([0.0, 0, 1, 0, 1, 0, 1, 1]))


def shuttle() -> Shuttle:
    """Return the 23 flights of the space shuttle before Challenger whose boosters were recovered.

    Returns a named tuple (temperature, distress) of two arrays, shape (23,): °F, and 1 where any
    O-ring of the boosters' field joints showed thermal distress.
    Source: Dalal, Fowlkes & Hoadley, Journal of the American Statistical Association 84 (1989),
    table 1. Counts and temperatures are facts, free to use.

    >>> temperature, distress = shuttle()
    >>> len(temperature), int(distress.sum())
    (23, 7)
    """
    flights = (
        "66 0, 70 1, 69 0, 68 0, 67 0, 72 0, 73 0, 70 0, 57 1, 63 1, 70 1, 78 0, 67 0, 53 1, "
        "67 0, 75 0, 70 0, 81 0, 76 0, 79 0, 75 1, 76 0, 58 1"
    )
    table = np.array([flight.split() for flight in flights.split(", ")], dtype=float)
    return Shuttle(temperature=table[:, 0], distress=table[:, 1])


def titanic() -> NDArray[np.int_]:
    """Return how many people on the Titanic died and survived, by class.

    Returns an array of counts, shape (4, 2): rows for first, second and third class and crew;
    columns for died and survived.
    Source: British Board of Trade inquiry (1912), as given by Dawson, Journal of Statistics
    Education 3 (1995). Counts are facts, free to use.

    >>> int(titanic().sum())
    2201
    """
    return np.array([[122, 203], [167, 118], [528, 178], [673, 212]])


def penguins() -> Penguins:
    """Return the Palmer penguins, but for the two that were not measured.

    Returns a named tuple (species, bill_length, bill_depth, flipper_length, body_mass) of arrays,
    shape (342,): "Adelie", "Chinstrap" or "Gentoo"; mm, mm, mm and g.
    Source: Horst, Hill & Gorman, palmerpenguins (2020), doi 10.5281/zenodo.3960218, CC0; measured
    by Gorman, Williams & Fraser, PLoS ONE 9 (2014).

    >>> len(penguins().species)
    342
    """
    table = _table("penguins.csv")
    return Penguins(table[:, 0], *table[:, 1:].astype(float).T)


def blood_donors() -> BloodDonors:
    """Return 748 donors of the blood transfusion service centre of Hsin-Chu, Taiwan.

    Returns a named tuple (recency, donations, volume, since_first, donated) of arrays, shape
    (748,): months since the last donation, number of donations, ml of blood given in all, months
    since the first donation, and 1 for those who gave blood in March 2007.
    Source: Yeh, Blood Transfusion Service Center, UCI Machine Learning Repository (2008), doi
    10.24432/C5GS39, CC BY 4.0; Yeh, Yang & Ting, Expert Systems with Applications 36 (2009).

    >>> int(blood_donors().donated.sum())
    178
    """
    return BloodDonors(*_table("blood_donors.csv").astype(float).T)


def _table(name: str) -> NDArray[np.str_]:
    """Return the rows of a table that ships with the package, without its header."""
    file = os.path.join(os.path.dirname(__file__), "data", name)
    return np.loadtxt(file, dtype=str, delimiter=",", skiprows=1, encoding="ascii")
