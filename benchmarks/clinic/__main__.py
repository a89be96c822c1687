"""The clinic under load, see `benchmarks.clinic.load`."""

import argparse

from benchmarks.clinic import load
from benchmarks.rows import show

if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=load.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=load.PEOPLE)
    parser.add_argument("--stretches", type=int, default=load.STRETCHES)
    parser.add_argument("--seconds", type=float, default=load.SECONDS)
    given = parser.parse_args()
    show(load.rows(given.people, given.stretches, given.seconds))
