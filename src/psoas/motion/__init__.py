"""From points to joint angles, the arch of the lower back, and what the person does."""

from psoas.motion.calibration import Calibration, load_calibration
from psoas.motion.measure import Motion, measure

__all__ = ["Calibration", "Motion", "load_calibration", "measure"]
