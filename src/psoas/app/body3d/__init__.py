"""The body to turn: its bones once, then posture after posture."""
