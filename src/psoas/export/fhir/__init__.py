"""FHIR R4: what is kept of one person, for the record system of a clinic."""

from psoas.export.fhir.bundle import fhir_bundle

__all__ = ["fhir_bundle"]
