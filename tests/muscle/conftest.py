"""OpenSim as an oracle for curves."""

import os
from importlib import import_module
from types import ModuleType

import pytest

from psoas.validation.opensim_twin import INSTALL, has_opensim


@pytest.fixture
def opensim(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The package opensim; what its import does to the process's paths ends with the test."""
    if not has_opensim():
        pytest.skip(f"needs the package opensim: {INSTALL}")
    for name in ("PATH", "LD_LIBRARY_PATH"):
        monkeypatch.setenv(name, os.environ.get(name, ""))
    return import_module("opensim")
