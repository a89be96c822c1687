"""What to do, and what was done: exercises, doses, breaks, and the records that they are told from."""
