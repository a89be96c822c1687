"""The home page: the one thing to do now, the last result and the week."""
