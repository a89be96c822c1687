"""The trainer's pages: clients, homework, and what came back."""
