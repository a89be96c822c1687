"""The coach: a local web app. Everything in it runs on this machine."""
