"""The verbs of ``psoas body``: what stands on the command line becomes numbers."""

from psoas.cli.run_body import steps_of


def test_steps_end_where_they_were_asked_to() -> None:
    assert steps_of("-20:120:5").tolist() == list(range(-20, 121, 5))
    assert steps_of(" 0:1:0.1").tolist() == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    assert steps_of("0:10:4").tolist() == [0, 4, 8]
    assert steps_of("3:3:-2").tolist() == [3]
