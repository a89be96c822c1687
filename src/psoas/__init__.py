"""psoas: what the psoas is doing, told from a phone clip."""

__version__ = "0.1.0"
