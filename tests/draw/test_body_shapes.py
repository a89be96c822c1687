"""Bones know their place in the body, and the path of a fascicle is that of its tendon."""

import math

import numpy as np
import pytest

from psoas.draw.body_shapes import bones_of, fascicle_path, side_of
from tests.draw.posed import body, posture

EXTENDED = math.radians(-15)


def test_bones_have_a_role_and_a_side() -> None:
    roles = {(bone.role, bone.side) for bone in bones_of(body().model)}
    assert roles >= {
        ("spine", None),
        ("pelvis", "left"),
        ("pelvis", "right"),
        ("thigh", "right"),
        ("other", None),
    }
    assert [side_of(name) for name in ("Ps_L1_VB_r", "l_pelvis", "lumbar1")] == ["right", "left", None]


def test_a_path_starts_and_ends_at_its_attachments_and_stays_near_the_tendon() -> None:
    data = posture(hip_flexion_r=EXTENDED)
    tendon = body().model.tendon("Ps_L3_TP_r").id
    path = fascicle_path(body().model, data, tendon)
    first = int(data.ten_wrapadr[tendon])
    wrapped = data.wrap_xpos.reshape(-1, 3)[first : first + int(data.ten_wrapnum[tendon])]
    np.testing.assert_allclose(path[[0, -1]], wrapped[[0, -1]], atol=1e-9)
    length = np.linalg.norm(np.diff(path, axis=0), axis=1).sum()
    assert length == pytest.approx(float(data.ten_length[tendon]), rel=0.03)
    assert max(np.linalg.norm(path - point, axis=1).min() for point in wrapped) < 0.006
