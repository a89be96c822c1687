"""What a person takes home: the report page, the annotated clip, files for other programs."""

from psoas.report.contract import to_json
from psoas.report.folder import write_report

__all__ = ["to_json", "write_report"]
