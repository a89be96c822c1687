"""Validation of the body: every figure that it must meet, derived anew, beside its source."""

from psoas.validation.row import Row
from psoas.validation.table import ROWS, page, validate
from psoas.validation.walking import Walk

__all__ = ["ROWS", "Row", "Walk", "page", "validate"]
