"""A slider for an angle takes numbers within its limits from the browser, and nothing else."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from nicegui.events import GenericEventArguments

from psoas.app.body3d.angle_slider import THROTTLE_S, AngleSlider
from tests.app.built import empty_page


def slid(*values: Any) -> list[float]:
    """What a slider from -30 to 120 hands on of values that a browser sends."""
    handed: list[float] = []

    async def take(degrees: float) -> None:
        handed.append(degrees)

    with empty_page() as client:
        slider = AngleSlider("Hip", (-30, 120), take)
        (listener,) = slider._event_listeners.values()
        assert listener.throttle == THROTTLE_S
        for value in values:
            answer: Any = listener.handler
            with ThreadPoolExecutor(1) as pool:
                pool.submit(
                    asyncio.run, answer(GenericEventArguments(sender=slider, client=client, args=value))
                ).result()
    return handed


def test_values_within_the_limits_are_handed_on() -> None:
    assert slid(0, -29.5, 120) == [0.0, -29.5, 120.0]


def test_values_beyond_the_limits_are_their_ends() -> None:
    assert slid(-1000, 121, float("inf")) == [-30.0, 120.0, 120.0]


@pytest.mark.parametrize("value", [None, "45", [45], {"degrees": 45}])
def test_what_is_no_number_is_left(value: object) -> None:
    assert slid(value) == []
