"""Runs of hours: damaged inputs, a day of the coach, a camera pulled, a full disk, kills. See `__main__`."""
