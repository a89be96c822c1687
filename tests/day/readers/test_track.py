"""GPX and TCX: times only, and what is wrong with real files."""

from pathlib import Path

from tests.day.made import one_day, read, reasons, spans

GPX_HEAD = '<?xml version="1.0"?><gpx xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>Home</name></metadata>'


def gpx(points: list[str | None], sport: str = "running") -> str:
    inside = "".join(
        f'<trkpt lat="48.1" lon="11.5">{f"<time>{time}</time>" if time else ""}</trkpt>' for time in points
    )
    track = f"<name>Round the park</name><type>{sport}</type><trkseg>{inside}</trkseg><trkseg/>"
    return f"{GPX_HEAD}<trk>{track}</trk></gpx>"


def written(folder: Path, text: str, name: str = "a.gpx", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding=encoding)
    return path


def test_a_run_with_mixed_zones_a_mark_of_its_encoding_and_a_pause(tmp_path: Path) -> None:
    times = ["2024-03-04T09:00:00Z", "2024-03-04T10:04:00+01:00", "2024-03-04T09:08:00.5Z", "2024-03-04T09:30:00Z",
             "2024-03-04T09:34:00Z"]  # fmt: skip
    day = one_day(read(written(tmp_path, gpx(list(times)), encoding="utf-8-sig")))
    assert spans(day) == [
        ("10:00:00", "10:08:00", "walking", "running"),
        ("10:30:00", "10:34:00", "walking", "running"),
    ]


def test_points_without_a_time_or_of_1901_are_left_out(tmp_path: Path) -> None:
    times = [
        "1901-12-13T20:45:52Z",
        None,
        "2024-03-04T09:00:00Z",
        "2024-03-04T09:04:00Z",
        "yesterday",
        "2024-03-04T09:04:00",
    ]
    reading = read(written(tmp_path, gpx(times)))
    assert one_day(reading).totals == {"walking": 240}
    words = reasons(reading)
    assert "1 points: the clock of the device was not set" in words
    assert "1 points: they have no time" in words
    assert "1 points: their time cannot be read" in words
    assert "1 points: their time has no zone" in words


def test_a_planned_route_without_times_says_nothing(tmp_path: Path) -> None:
    (error,) = read(written(tmp_path, gpx([None, None]))).errors
    assert "holds nothing of a day (they have no time)" in str(error)


def test_tcx_knows_three_sports_only(tmp_path: Path) -> None:
    def tcx(sport: str) -> str:
        points = "".join(f"<Trackpoint><Time>2024-03-04T09:0{m}:00Z</Time></Trackpoint>" for m in range(5))
        return (
            '<TrainingCenterDatabase xmlns="x"><Activities>'
            f'<Activity Sport="{sport}"><Id>2024</Id><Lap><Track>{points}</Track></Lap></Activity>'
            "</Activities></TrainingCenterDatabase>"
        )

    assert one_day(read(written(tmp_path, tcx("Biking"), "b.tcx"))).totals == {"other": 240}
    assert one_day(read(written(tmp_path, tcx("Running"), "r.tcx"))).totals == {"walking": 240}
    assert one_day(read(written(tmp_path, tcx("Other"), "o.tcx"))).totals == {}


def test_entities_are_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + gpx(["2024-03-04T09:00:00Z"])
    (error,) = read(written(tmp_path, bomb)).errors
    assert "is cut or damaged, or no GPX file" in str(error)
