"""The page Today and the reminder to stand up."""
