"""From angles to statements: repetitions, faults, cues."""

from psoas.findings.analysis import Analysis, Finding, NotMeasured, Repetition, Source, View

__all__ = ["Analysis", "Finding", "NotMeasured", "Repetition", "Source", "View"]
