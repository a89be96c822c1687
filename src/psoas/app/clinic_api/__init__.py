"""The clinic's interface for other programs: routes below ``/api/v1``, their document, and the gate before them."""
