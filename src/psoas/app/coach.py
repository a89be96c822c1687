"""What all pages of one running coach share."""

from dataclasses import dataclass, field
from pathlib import Path

from psoas.app.door import Door
from psoas.capture.network import Weights
from psoas.plan.records import Profile
from psoas.store import Store


@dataclass(frozen=True)
class Coach:
    """One running coach.

    Attributes:
        store: people, sessions and days.
        folder: where the user's data lie.
        weights: of the pose network; None takes what the machine is fast enough for.
        door: lets devices of the local network in; None: only this machine.
        port: where it listens.
        place: of the database, in words.
        on_camera: profiles whose own page has the camera open just now.
    """

    store: Store
    folder: Path
    weights: Weights | None = None
    door: Door | None = None
    port: int = 8765
    place: str = ""
    on_camera: set[int] = field(default_factory=set, compare=False)

    @property
    def lan(self) -> bool:
        """It can be reached from the local network."""
        return self.door is not None


@dataclass(frozen=True)
class Visit:
    """A page as it is shown to one person."""

    coach: Coach
    profile: Profile
