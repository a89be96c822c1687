"""The plot of the psoas's length says what it shows."""

from xml.etree import ElementTree

import numpy as np

from psoas.app.body3d.length_plot import length_plot
from psoas.muscle.psoas_length import psoas_of


def test_the_plot_tells_what_it_shows() -> None:
    drawing = ElementTree.fromstring(length_plot(psoas_of(None, "r"), -15, 0))
    words = drawing.attrib["aria-label"]
    whole = 1e3 * np.diff(psoas_of(None, "r").at(np.radians([0, -15]), np.zeros(2))[:, -1])[0]
    assert f"hip \N{MINUS SIGN}15 degrees, {whole:.1f} mm longer" in words
    assert len(drawing.findall("polyline")) == 2
    assert len(ElementTree.fromstring(length_plot(psoas_of(None, "l"), 40, -20)).findall("polyline")) == 3
