"""Is the body right? Every figure that it must meet, derived anew, beside its source."""

__all__: list[str] = []
