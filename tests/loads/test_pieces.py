"""A thread goes on with its run, then begins another, then helps where most is left."""

import numpy as np

from psoas.loads.pieces import PIECE, Piece, Pieces
from tests.loads.test_side_runs import frames


def test_a_thread_stays_with_its_run_then_begins_one_and_then_helps() -> None:
    pieces = Pieces([frames(2 * PIECE), frames(3 * PIECE), frames(PIECE)])
    first, second = pieces.next(None), pieces.next(None)
    assert first is not None
    assert second is not None
    assert first.run != second.run
    assert pieces.next(first.run) == Piece(first.run, slice(PIECE, 2 * PIECE))
    third = pieces.next(first.run)
    assert third is not None
    assert third.run not in {first.run, second.run}
    helped = pieces.next(third.run)
    assert helped is not None
    assert helped.run == second.run


def test_a_piece_that_is_given_back_is_taken_by_another() -> None:
    pieces = Pieces([frames(5)])
    piece = pieces.next(None)
    assert piece is not None
    assert pieces.next(None) is None
    assert not pieces.wait(0.0)
    pieces.give_back(piece)
    assert pieces.next(None) == piece
    pieces.finish(piece, np.ones((5, 1)))
    assert pieces.wait(0.0)
    np.testing.assert_array_equal(pieces.results()[0], np.ones((5, 1)))


def test_no_runs_have_no_results() -> None:
    pieces = Pieces()
    assert pieces.wait(0.0)
    assert pieces.results() == []
