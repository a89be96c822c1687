"""``psoas day`` as a user meets it: a folder of files to a page, JSON, a table, a picture, and exit codes."""

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from psoas.cli.app import app
from psoas.day import load_activities, running_activitywatch
from psoas.words import speaking
from tests.day.fake_activitywatch import FakeServer
from tests.day.made import activitywatch
from tests.day.samples import samples


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeServer]:
    with FakeServer() as fake:
        monkeypatch.setattr(running_activitywatch, "PORT", fake.port)
        yield fake


def ran(*words: str | Path) -> Result:
    return CliRunner().invoke(app, ["day", *map(str, words), "--timezone", "Europe/Paris"])


def write(*names: str) -> list[Path]:
    for name in names:
        Path(name).write_bytes(samples()[name])
    return [Path(name) for name in names]


def result(*words: str | Path) -> dict[str, Any]:
    done = ran(*words, "--json", "-")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def refused(*words: str | Path, code: int = 2) -> str:
    done = ran(*words)
    assert done.exit_code == code, done.output
    (line,) = done.stderr.splitlines()
    assert line.startswith("psoas: ")
    return line.removeprefix("psoas: ")


def test_help_shows_an_example_and_each_option() -> None:
    done = ran("--help")
    assert "psoas day export.zip" in done.output.split("Example:")[1]
    for option in (
        "--json",
        "--csv",
        "--plot",
        "--out",
        "--timezone",
        "--sleep",
        "--evening",
        "--standing-desk",
        "--worn",
        "--start",
        "--activitywatch",
    ):
        assert option in done.output


def test_an_evening_at_home_is_the_couch_where_no_file_names_the_seat() -> None:
    said = ("--evening", "18:00-22:00", "--timezone", "Europe/Paris")
    kinds = {
        words: [
            (bout["kind"], bout["sources"])
            for bout in result(*write("events.csv"), *words)["days"][0]["bouts"]
        ]
        for words in ((), said)
    }
    assert ("sitting", ["events.csv"]) in kinds[()]
    assert ("couch", ["events.csv", "--evening"]) in kinds[said]
    assert not any(kind == "sitting" for kind, _ in kinds[said])


def test_the_json_is_the_contract() -> None:
    content = result(*write("events.csv", "aw.json", "run.fit"))
    assert set(content) == {"schema", "timezone", "days", "longest_bouts", "not_used", "read"}
    assert content["schema"] == "psoas.day/1"
    (day,) = content["days"]
    assert (day["date"], day["utc_offset"]) == ("2024-03-04", "+01:00")
    needed = {
        "date",
        "utc_offset",
        "bouts",
        "unknown_s",
        "totals",
        "longest_sitting_s",
        "breaks",
        "sit_to_stands",
        "steps",
    }
    assert needed <= set(day)
    for bout in day["bouts"]:
        assert set(bout) == {"start", "end", "kind", "context", "sources", "confidence"}
        assert bout["kind"] in load_activities().kinds
        assert bout["sources"]
        assert 0 < bout["confidence"] <= 1
    assert day["unknown_s"] + sum(day["totals"].values()) == day["length_s"] == 86400
    assert day["sit_to_stands"] == 1
    assert {one["file"] for one in content["read"]} == {"events.csv", "aw.json", "run.fit"}


def test_the_table_has_the_words_and_numbers_of_the_language() -> None:
    write("aw.json", "run.fit")
    with speaking("de"):
        done = ran("aw.json", "run.fit")
    heads = done.stdout.splitlines()[0].split()
    assert " ".join(heads) == "Tag Sitzen längste Pausen Stehen Gehen anderes unbekannt Schritte"
    assert "Mo 2024-03-04" in done.stdout


def test_a_folder_of_files_becomes_a_page_a_table_and_a_picture() -> None:
    folder = Path("files")
    folder.mkdir()
    for name, content in samples().items():
        (folder / name).write_bytes(content)
    done = ran(folder, "--csv", "days.csv", "--plot", "days.svg", "--json", "days.json", "--out", "report")
    assert done.exit_code == 0, done.output
    assert "Mon 2024-03-04" in done.stdout
    assert "What no file says is unknown." in done.stdout
    assert sorted(path.name for path in Path("report").iterdir()) == [
        "day.csv",
        "day.json",
        "day.png",
        "report.html",
    ]
    page = Path("report/report.html").read_text()
    assert "From midnight to midnight" in page
    assert "What your hips went through" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    with Image.open("report/day.png") as picture:
        assert picture.size[0] == 2000
    ElementTree.parse("days.svg")
    rows = list(csv.DictReader(Path("days.csv").read_text().splitlines()))
    content = json.loads(Path("days.json").read_text())
    assert len(rows) == sum(len(day["bouts"]) for day in content["days"])
    assert {row["sitting"] for row in rows} == {"yes", "no"}
    assert ran(folder, "--out", "report").exit_code == 0


def test_a_bad_file_does_not_stop_the_others_and_is_named() -> None:
    Path("bad.fit").write_bytes(b"<html>sign in</html>")
    done = ran("bad.fit", *write("events.csv"))
    assert done.exit_code == 2
    assert done.stderr == "psoas: bad.fit is a web page and no FIT file; download it again, signed in\n"
    assert "bad.fit" not in done.stdout, "it is named once"
    assert Path("day-psoas/report.html").is_file()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("nothing.xml",), "nothing.xml cannot be opened (there is no such file); check the path"),
        (("run.fit", "--sleep", "late"), "--sleep late is no time to bed and time to get up; give it as"),
        (("run.fit", "--evening", "19:00"), "--evening 19:00 is no begin and end of an evening; give it as"),
        (("run.fit", "--start", "soon"), "--start soon is no date and time"),
        (
            ("run.fit", "--worn", "pocket"),
            "--worn pocket is no place of a sensor; give one of thigh, hip, wrist",
        ),
        (("run.fit", "--plot", "day.pdf"), "the picture is written as .png or .svg, not as day.pdf"),
        (("run.fit", "--json", "run.fit"), "run.fit and --json are both run.fit"),
        (
            ("note.txt",),
            "note.txt is of no format that is read; there is: ActiGraph, ActiGraph epochs, ActivityWatch, ",
        ),
        (("empty.csv",), "empty.csv is empty; export it again"),
    ],
)
def test_wrong_use_is_one_sentence(words: tuple[str, ...], says: str) -> None:
    write("run.fit")
    Path("note.txt").write_text("hello")
    Path("empty.csv").touch()
    assert refused(*words).startswith(says)
    assert not Path("day-psoas").exists()


def test_a_file_that_tells_nothing_of_a_day_is_3() -> None:
    Path("plan.gpx").write_text("<gpx><trk><trkpt/></trk></gpx>")
    assert "holds nothing of a day" in refused("plan.gpx", code=3)
    Path("work.ics").write_bytes(samples()["work.ics"])
    assert ran("work.ics").exit_code == 3


def test_the_person_says_where_a_sensor_was() -> None:
    write("thigh.cwa")
    assert "is of a sensor on the wrist" in refused("thigh.cwa", "--worn", "wrist", code=3)
    assert result("thigh.cwa", "--worn", "thigh")["days"][0]["totals"]["walking"] > 40


def test_a_folder_of_the_user_s_is_left_alone() -> None:
    Path("report").mkdir()
    Path("report/mine.txt").touch()
    assert "report holds something other than a report of psoas" in refused(
        *write("run.fit"), "--out", "report"
    )


def test_where_there_is_no_day_it_says_why() -> None:
    Path("folder").mkdir()
    assert "there is no file in the folder" in refused("folder", code=3)
    Path("folder/photo.jpg").write_bytes(b"x")
    assert "nothing of a day is in these files (1); the guide lists the formats" in refused("folder", code=3)
    Path("work.ics").write_bytes(samples()["work.ics"])
    assert "what was planned" in refused("work.ics", code=3)


def test_a_name_is_no_formula_in_the_table() -> None:
    Path("=HYPERLINK(1).json").write_bytes(samples()["aw.json"])
    assert ran("=HYPERLINK(1).json", "--csv", "days.csv").exit_code == 0
    with Path("days.csv").open(newline="") as file:
        assert {row["sources"] for row in csv.DictReader(file)} == {"'=HYPERLINK(1).json"}


def test_a_range_of_postures_has_no_false_precision() -> None:
    assert ran(*write("events.csv")).exit_code == 0
    page = Path("day-psoas/report.html").read_text("utf-8")
    assert "45 to 72" in page
    assert not re.search(r"<td>[^<]*\d\.\d[^<]* to [^<]*</td>|<td>[^<]* to [^<]*\d\.\d", page)


def test_the_running_activitywatch_is_read_beside_files_and_alone(server: FakeServer) -> None:
    content = result("--activitywatch", "2024-03-04")
    assert content["read"] == [
        {
            "file": "ActivityWatch on this computer",
            "format": "ActivityWatch",
            "observations": 2,
            "step_counts": 0,
        }
    ]
    assert content["days"][0]["totals"] == {"desk": 4200}
    both = result(*write("events.csv"), "--activitywatch", "2024-03-04")
    assert {one["file"] for one in both["read"]} == {"events.csv", "ActivityWatch on this computer"}
    server.paths.clear()
    result(*write("events.csv"))
    assert server.paths == []


def test_without_a_running_activitywatch_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running_activitywatch, "PORT", 1)
    assert refused("--activitywatch", "7").startswith(
        "ActivityWatch does not answer on this computer (port 1)"
    )
    done = ran(*write("events.csv"), "--activitywatch", "7", "--json", "-")
    assert done.exit_code == 2
    content = json.loads(done.stdout)
    assert [one["file"] for one in content["not_used"]] == ["ActivityWatch on this computer"]
    assert len(content["days"]) == 1


@pytest.mark.parametrize("words", ["0", "367", "soon", "2124-03-04", "-1", "20240304x"])
def test_days_that_no_activitywatch_can_have_are_refused(words: str) -> None:
    assert refused(f"--activitywatch={words}").startswith(f"--activitywatch {words} is no day up to today")


def test_nothing_to_read_is_one_sentence() -> None:
    assert refused().startswith("there is no file; give files of devices, or --activitywatch 1")


def test_weeks_say_where_the_longest_sittings_lie_with_the_days_it_rests_on() -> None:
    mondays = [(f"2024-03-{day:02d}T08:00:00Z", 9000.0, "not-afk") for day in (4, 11, 18, 25)]
    Path("aw.json").write_bytes(activitywatch(mondays))
    longest = result("aw.json")["longest_bouts"]
    assert longest["places"] == [
        {
            "weekday": "Monday",
            "from": "09:00",
            "to": "12:00",
            "days": 4,
            "of_days": 4,
            "mean_sitting_min": 150.0,
        }
    ]
    done = ran("aw.json")
    says = "Mondays, 09:00 to 12:00: sittings of 2 h 30 min on average without a break, on 4 of 4 days known."
    assert says in done.stdout
    assert says in Path("day-psoas/report.html").read_text()
    Path("aw.json").write_bytes(activitywatch(mondays[:2]))
    assert result("aw.json")["longest_bouts"]["places"] == []
    assert "Too few days are known to say where in the week" in ran("aw.json").stdout
