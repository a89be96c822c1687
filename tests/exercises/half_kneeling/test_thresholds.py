"""Every limit is one entry of a data file that a user can change."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from psoas.errors import UsageError
from psoas.exercises.half_kneeling.thresholds import FAULT_NAMES, load_thresholds
from psoas.findings.evidence import load_evidence, load_safety


def own() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(
        files("psoas.exercises.half_kneeling").joinpath("thresholds.json").read_text()
    )
    return content


def test_the_limits_are_those_of_the_protocol() -> None:
    limits = load_thresholds()
    assert (limits.travel_counts_deg, limits.arch_deg, limits.pelvis_anterior_deg) == (8.0, 10.0, 5.0)
    assert (limits.hold_short_s, limits.hold_ideal_s, limits.hold_long_s) == (1.5, 2.0, 3.0)
    assert (limits.trunk_back_deg, limits.trunk_forward_deg, limits.front_knee_deg) == (-10.0, 10.0, 120.0)
    assert (limits.ratio_good, limits.ratio_back_works, limits.start_thigh_deg) == (0.1, 0.3, 10.0)
    assert limits.hold_speed_m_s == 0.03


def test_every_limit_has_a_source_and_a_meaning() -> None:
    for entry in load_thresholds().entries.values():
        assert entry.source
        assert entry.meaning.endswith(".")


def test_every_fault_has_words_and_a_cue() -> None:
    faults = load_thresholds().faults
    assert tuple(faults) == FAULT_NAMES
    assert faults["arched_back"].cue == "Ribs down, belt buckle to chin, smaller move"
    assert any("Vigotsky" in source for source in faults["arched_back"].sources)


def test_a_changed_copy_is_used(tmp_path: Path) -> None:
    content = own()
    content["thresholds"]["arch_deg"]["value"] = 12
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(content))
    assert load_thresholds(path).arch_deg == 12.0


def change(content: dict[str, Any], how: str) -> dict[str, Any]:
    limits, faults = content["thresholds"], content["faults"]
    match how:
        case "no schema":
            del content["schema"]
        case "no thresholds":
            del content["thresholds"]
        case "a limit is missing":
            del limits["arch_deg"]
        case "an unknown limit":
            limits["archdeg"] = limits["arch_deg"]
        case "a word for a number":
            limits["arch_deg"]["value"] = "ten"
        case "no number":
            limits["arch_deg"]["value"] = float("nan")
        case "no meaning":
            del limits["arch_deg"]["meaning"]
        case "a fault without a cue":
            del faults["bounce"]["cue"]
        case "an unknown fault":
            faults["slouch"] = faults["bounce"]
    return content


@pytest.mark.parametrize(
    "how",
    [
        "no schema",
        "no thresholds",
        "a limit is missing",
        "an unknown limit",
        "a word for a number",
        "no number",
        "no meaning",
        "a fault without a cue",
        "an unknown fault",
    ],
)
def test_a_bad_copy_is_refused_in_one_sentence_that_names_the_file(tmp_path: Path, how: str) -> None:
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(change(own(), how)))
    with pytest.raises(UsageError, match=r"mine\.json") as caught:
        load_thresholds(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe\x00", b"1"])
def test_a_file_that_is_no_thresholds_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.json"
    path.write_bytes(content)
    with pytest.raises(UsageError):
        load_thresholds(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        load_thresholds(tmp_path / "none.json")


def test_the_evidence_names_a_source_that_was_read() -> None:
    evidence = load_evidence()
    assert evidence["do_not_arch"].doi == "10.7717/peerj.2325"
    for item in evidence.values():
        assert item.source
        assert item.url
        assert "memory" not in item.source + item.finding
        assert "(see " not in item.finding
        assert item.verdict in ("supported", "partly", "contested", "no evidence", None)


def test_red_flags_come_first_and_no_relief_is_promised() -> None:
    safety = load_safety()
    assert [notice.id for notice in safety.notices] == ["do_not_start", "ask_first", "stop_now"]
    assert "numbness around the saddle" in safety.notices[0].items
    assert "does not treat pain" in safety.promise
