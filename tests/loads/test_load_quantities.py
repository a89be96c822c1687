"""The table of loads has a row for each figure that is computed, in the same order."""

from psoas.loads.joint_loads import DISCS, PARTS
from psoas.loads.load_quantities import COMPARED, LOAD_QUANTITIES, OVER_TIME
from psoas.loads.posture_loads import quantities
from tests.loaded import held


def test_each_figure_has_its_key_in_the_order_in_which_it_is_computed() -> None:
    loads = held()
    values = quantities(loads)
    assert values.shape == (len(loads.discs), len(LOAD_QUANTITIES))
    keys = list(LOAD_QUANTITIES)
    for disc, name in enumerate(DISCS):
        for part, component in enumerate(PARTS):
            column = keys.index(f"{name}_{component}")
            assert (values[:, column] == loads.discs[:, disc, part]).all()
    assert (values[:, keys.index("psoas_l")] == loads.psoas[:, 1]).all()
    assert (values[:, keys.index("hip_r_contact")] == loads.hips[:, 0]).all()


def test_what_is_compared_and_shown_over_time_is_in_the_table() -> None:
    assert set(COMPARED) | set(OVER_TIME) <= set(LOAD_QUANTITIES)
    assert len({one.label for one in LOAD_QUANTITIES.values()}) == len(LOAD_QUANTITIES)
