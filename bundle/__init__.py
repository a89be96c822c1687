"""One folder with psoas, Python and all that both need, for people who have no Python: see docs/bundle.md."""
