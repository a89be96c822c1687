"""``psoas forecast`` as a user meets it: a file or the coach's database to a page, JSON, a picture, and exit codes."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from psoas.cli.app import app
from psoas.findings import load_safety
from psoas.plan import RepetitionRecord, Screening
from psoas.store.store import Store

TODAY = date(2026, 4, 13)


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PSOAS_DATA", str(tmp_path / "data"))


def ran(*words: str) -> Result:
    return CliRunner().invoke(app, ["forecast", *words])


def refused(*words: str, code: int = 2) -> str:
    done = ran(*words)
    assert done.exit_code == code, done.output
    (line,) = done.stderr.splitlines()
    assert "Traceback" not in line
    return line.removeprefix("psoas: ")


def a_file(name: str = "mine.csv") -> str:
    rows = ["day,what,value,error,side"]
    for day in range(42):
        when = TODAY - timedelta(41 - day)
        rows += [f"{when},practice,40,,", f"{when},sitting,9,,"]
        if day % 14 == 0:
            rows += [f"{when},thomas,{3 - day / 14},2.6,right", f"{when},thomas,0,2.6,left"]
    Path(name).write_text("\n".join(rows) + "\n")
    return name


def result(*words: str) -> dict[str, Any]:
    done = ran(*words, "--json", "-")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def kept_by_the_coach(days: int = 21) -> None:
    """A person who tested once, and stretched every day of some weeks."""
    with Store.open() as store:
        (me,) = store.profiles()
        first = datetime(2026, 3, 2, 12, tzinfo=UTC)
        tested = store.begin_session(me.id, "retest", first, exercise="modified_thomas_test")
        one = store.begin_set(tested, "right", "clip", first, weights="full", bands={"thigh_over_couch": 2.6})
        trials = [
            RepetitionRecord(number, 5.0 * number, 5.0 * number + 2, 2.0, figures={"thigh_over_couch": 4.0})
            for number in (1, 2, 3)
        ]
        store.end_set(one, first, trials)
        for day in range(days):
            at = first + timedelta(day)
            session = store.begin_session(me.id, "practice", at)
            for side in ("left", "right"):
                done = [RepetitionRecord(n, 6.0 * n, 6.0 * n + 4, 2.0) for n in range(1, 11)]
                store.end_set(store.begin_set(session, side, "timer", at), at, done)


def test_help_shows_an_example_and_each_option() -> None:
    done = ran("--help")
    assert "psoas forecast my-tests.csv" in done.output.split("Example:")[1]
    for option in ("--json", "--plot", "--out", "--database", "--person", "--weeks", "--today"):
        assert option in done.output


def test_the_json_is_the_contract() -> None:
    content = result(a_file())
    assert set(content) == {"schema", "source", "today", "horizon_weeks", "hips", "parameters"}
    assert (content["schema"], content["today"], content["horizon_weeks"]) == (
        "psoas.forecast/2",
        TODAY.isoformat(),
        10,
    )
    assert [hip["side"] for hip in content["hips"]] == ["left", "right"]
    for hip in content["hips"]:
        assert [one["id"] for one in hip["scenarios"]] == ["as_now", "plan", "half_sitting", "stop"]
        assert hip["practice_s_a_week"] == 280.0
        assert hip["sitting_h_a_day"] == 9.0
        assert hip["errors_enlarged"] == 1.0
        assert hip["retest"]["half_width_after_deg"] < hip["retest"]["half_width_now_deg"]
        assert {"id": "pain", "reason": "pain is never forecast"} in hip["not_forecast"]
        for one in hip["scenarios"]:
            for name in ("date", "expected_deg", "low_80_deg", "high_80_deg", "low_95_deg", "high_95_deg"):
                assert len(one[name]) == 11
            ends = zip(
                one["low_95_deg"], one["low_80_deg"], one["high_80_deg"], one["high_95_deg"], strict=True
            )
            assert all(list(row) == sorted(row) for row in ends)
            for name in ("tolerance_deg", "softer_muscle_deg", "length_deg", "psoas_fibre_factor"):
                assert set(one[name]) == {"mean", "low", "high"}
    assert all(one["looked_up"] in ("full", "abstract", "no") for one in content["parameters"].values())


def test_a_file_becomes_a_page_and_a_picture() -> None:
    done = ran(a_file(), "--plot", "f.svg", "--json", "f.json", "--out", "report")
    assert done.exit_code == 0, done.output
    assert "Left hip, from 13 April 2026. Thigh over the couch in the Thomas test, degrees." in done.stdout
    assert "Nothing is promised, and pain is not forecast." in done.stdout
    assert sorted(path.name for path in Path("report").iterdir()) == [
        "forecast.json",
        "forecast.png",
        "report.html",
    ]
    page = Path("report/report.html").read_text()
    assert page.count('<svg class="outlook wide"') == 2
    assert "From 13 April 2026 to 22 June 2026." in page
    assert "In 80 of 100 such cases" in page
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org", "")
    assert ElementTree.parse("f.svg").getroot().tag.endswith("svg")
    with Image.open("report/forecast.png") as picture:
        assert picture.width > 1000
    again = ran("mine.csv", "--plot", "f.png", "--out", "report")
    assert again.exit_code == 0
    with Image.open("f.png") as picture:
        assert picture.format == "PNG"


def test_a_record_without_a_test_forecasts_the_change() -> None:
    Path("p.csv").write_text("day,what,value\n2026-04-01,practice,300\n")
    (hip,) = result("p.csv")["hips"]
    assert hip["side"] is None
    assert hip["forecast_of"] == "change of hip extension in the Thomas test"
    assert hip["retest"] is None
    assert [one["id"] for one in hip["not_forecast"]] == ["half_sitting", "pain"]


def test_what_the_coach_keeps_is_forecast() -> None:
    kept_by_the_coach()
    content = result("--today", "2026-03-23")
    left, right = content["hips"]
    assert content["source"] == "Me"
    assert [test["value_deg"] for test in right["tests"]] == [4.0]
    assert right["tests"][0]["kind"] == "thomas"
    assert left["tests"] == []
    assert right["practice_s_a_week"] == pytest.approx(140, abs=10)
    assert right["scenarios"][1]["practice_s_a_week"][0] in (140.0, 280.0)


def test_nothing_is_forecast_while_a_clinician_has_to_be_seen() -> None:
    kept_by_the_coach()
    flag = load_safety().notices[0].items[0]
    with Store.open() as store:
        store.save_screening(store.profiles()[0].id, Screening(datetime(2026, 3, 20, tzinfo=UTC), (flag,)))
    assert "see a clinician first" in refused("--today", "2026-03-23", code=3)


def test_several_people_need_a_name() -> None:
    kept_by_the_coach()
    with Store.open() as store:
        store.add_profile("Ada")
    assert refused() == "the database keeps several people; give --person with one of: Me, Ada"
    assert refused("--person", "Bob") == "there is no Bob in the database; there is Me, Ada"
    assert "no test and no stretching" in refused("--person", "ada", code=3)
    assert result("--person", "me", "--today", "2026-03-23")["source"] == "Me"


def test_wrong_use_is_one_sentence() -> None:
    name = a_file()
    assert refused(name, "--plot", "f.pdf").startswith("the picture is written as .png or .svg")
    assert refused(name, "--weeks", "0") == "a forecast of 0 weeks is not made; give 1 to 104"
    assert refused(name, "--today", "soon").startswith("--today soon is no day")
    assert "is after 2026-03-01" in refused(name, "--today", "2026-03-01")
    assert refused(name, "--person", "Ada").startswith("--database and --person belong to")
    assert "cannot be read" in refused("none.csv")
    Path("future.csv").write_text(f"day,what,value\n{date.today() + timedelta(2)},thomas,3\n")
    assert "is after" in refused("future.csv")
    assert refused(name, "--json", name).endswith("give each a place of its own")
    Path("full").mkdir()
    Path("full/x").write_text("mine")
    assert "full" in refused(name, "--out", "full")


def what_if(*words: str) -> Result:
    return CliRunner().invoke(app, [*words])


def test_a_week_of_the_forecast_changes_the_body() -> None:
    ran(a_file(), "--json", "f.json")
    done = what_if("load", "half_kneeling", "--from-forecast", "f.json", "--week", "10", "--json", "-")
    assert done.exit_code == 0, done.output
    content = json.loads(done.stdout)
    assert content["change"] == "week 10 (the plan)"
    told = content["from_forecast"]
    assert told["hip_opened_deg"]["r"] > 0
    assert told["psoas_fibre_factor"]["r"] == pytest.approx(1.0, abs=0.01)
    before, after = content["postures"][0], content["changed"][0]
    opened = before["coordinates_deg"]["hip_flexion_r"] - after["coordinates_deg"]["hip_flexion_r"]
    assert opened == pytest.approx(told["hip_opened_deg"]["r"], abs=0.02)
    assert before["coordinates_deg"]["hip_flexion_l"] == after["coordinates_deg"]["hip_flexion_l"]


def test_longer_fibres_are_slacker_in_a_sweep() -> None:
    ran(a_file(), "--json", "f.json")
    content = json.loads(Path("f.json").read_text())
    for hip in content["hips"]:
        hip["scenarios"][2]["psoas_fibre_factor"]["mean"][10] = 1.05
    Path("longer.json").write_text(json.dumps(content))
    words = ("body", "sweep", "hip_flexion_r", "-20:0:10", "--json", "-")
    usual = json.loads(what_if(*words).stdout)
    longer = json.loads(
        what_if(*words, "--from-forecast", "longer.json", "--scenario", "half_sitting").stdout
    )
    assert longer["from_forecast"]["psoas_fibre_factor"] == {"r": 1.05, "l": 1.05}
    name = next(iter(usual["fascicles"]))
    for before, after in zip(
        usual["fascicles"][name]["passive_force_N"], longer["fascicles"][name]["passive_force_N"], strict=True
    ):
        assert after < before


def impossible() -> list[str]:
    """Files made of the forecast ``f.json``, each with a value that no forecast has."""
    whole = json.loads(Path("f.json").read_text())
    first = whole["hips"][0]
    scenario = first["scenarios"][0]
    name = scenario["id"]
    factors = scenario["psoas_fibre_factor"]
    made = [
        whole | {"hips": []},
        whole | {"horizon_weeks": 10**400},
        whole | {"hips": [first | {"scenarios": [scenario | {"id": "\n"}]}]},
        whole | {"hips": [first | {"scenarios": {name: 1}}]},
    ]
    for value in (10**400, 1e12, -1.0, "1"):
        changed = {end: [value] * len(values) for end, values in factors.items()}
        other = [scenario | {"psoas_fibre_factor": changed, "id": one} for one in ("plan", "as_now")]
        made.append(whole | {"hips": [first | {"scenarios": other}]})
    for number, content in enumerate(made):
        Path(f"impossible{number}.json").write_text(json.dumps(content))
    return [f"impossible{number}.json" for number in range(len(made))]


def test_a_forecast_that_is_none_is_refused() -> None:
    ran(a_file(), "--json", "f.json")
    Path("other.json").write_text('{"schema": "psoas.day/1"}')
    Path("half.json").write_text('{"schema": "psoas.forecast/2", "horizon_weeks": 10}')
    for words, says in (
        (("--week", "3"), "belong to --from-forecast"),
        (("--from-forecast", "none.json"), "cannot be read"),
        (("--from-forecast", "mine.csv"), "is no JSON"),
        (("--from-forecast", "other.json"), "is no forecast"),
        (("--from-forecast", "half.json"), "is not whole"),
        *((("--from-forecast", name), "is not whole") for name in impossible()),
        (("--from-forecast", "f.json", "--week", "11"), "the forecast has weeks 0 to 10"),
        (("--from-forecast", "f.json", "--scenario", "rest"), "the forecast has as_now, plan"),
        (("--from-forecast", "f.json", "--psoas-shorter", "10%"), "leave out the other ones"),
    ):
        done = what_if("load", "standing", *words)
        assert done.exit_code == 2
        assert says in done.stderr
        assert len(done.stderr.splitlines()) == 1
