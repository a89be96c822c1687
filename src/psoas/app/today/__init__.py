"""The day as a strip, and the reminder to stand up."""
