"""One small file of each format with places, titles, addresses and names in it, which nothing may repeat."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from functools import cache

from benchmarks.thigh_day import even_samples, simulate

from tests.day.made import (
    activitywatch,
    activpal,
    apple_export,
    apple_record,
    apple_steps,
    apple_workout,
    fit_file,
    fit_message,
    fit_record,
    fit_session,
    fit_time,
    fit_timer,
)
from tests.day.made_sensors import actigraph, actigraph_epochs, actigraph_old, axivity

SECRETS = ("Zoe", "Marienplatz", "48.137", "11.575", "secret.example", "Letter", "laptop", "zoe@", "Dr Smith")
NOON = datetime(2024, 3, 4, 12, tzinfo=UTC)
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
X-WR-CALNAME:Zoe\r
BEGIN:VEVENT\r
DTSTART;TZID=Europe/Paris:20240304T090000\r
DTEND;TZID=Europe/Paris:20240304T093000\r
RRULE:FREQ=DAILY;COUNT=5\r
SUMMARY:Letter to Dr Smith\r
LOCATION:Marienplatz 1\r
ATTENDEE:mailto:zoe@secret.example\r
END:VEVENT\r
END:VCALENDAR\r
"""


@cache
def samples() -> dict[str, bytes]:
    """Content by the name of the file."""
    morning = [f"2024-03-04 {hour:02d}:00:00 +0100" for hour in range(24)]
    apple = apple_export(
        '<Me HKCharacteristicTypeIdentifierDateOfBirth="1980-01-01"/>',
        *(apple_steps(morning[h], morning[h].replace("00:00 ", "10:00 "), 900 + h) for h in range(8, 12)),
        apple_record(
            "HKCategoryTypeIdentifierSleepAnalysis",
            morning[1],
            morning[6],
            "HKCategoryValueSleepAnalysisAsleepCore",
        ),
        apple_workout("Running", morning[13], morning[14], "Europe/Paris"),
        '<WorkoutRoute><FileReference path="/workout-routes/Marienplatz.gpx"/></WorkoutRoute>',
    )
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Zoe/export Zoe.xml", apple)
        archive.writestr("Zoe/Letter to Dr Smith.txt", "x")
    place = fit_message(
        18, [(253, "uint32", fit_time(NOON)), (3, "uint32", 574_000_000), (4, "uint32", 138_000_000)]
    )
    fit = fit_file(
        *(fit_record(NOON + timedelta(minutes=m)) for m in range(20)),
        fit_timer(NOON + timedelta(minutes=5), start=False),
        fit_timer(NOON + timedelta(minutes=8), start=True),
        fit_session(NOON, 1140, 1, strides=1500),
        place,
    )
    points = "".join(
        f'<trkpt lat="48.137{m}" lon="11.575{m}"><time>2024-03-04T15:{m:02d}:00Z</time></trkpt>'
        for m in range(10)
    )
    gpx = f'<?xml version="1.0"?><gpx><trk><name>Zoe at Marienplatz</name><type>hiking</type>{points}</trk></gpx>'
    laps = "".join(
        f"<Trackpoint><Time>2024-03-04T16:{m:02d}:00Z</Time><Position><LatitudeDegrees>48.137</LatitudeDegrees></Position>"
        "</Trackpoint>"
        for m in range(10)
    )
    ride = f'<Activity Sport="Biking"><Notes>Zoe</Notes>{laps}</Activity>'
    tcx = f"<TrainingCenterDatabase>{ride}</TrainingCenterDatabase>"
    timeline = {
        "semanticSegments": [
            {
                "startTime": "2024-03-04T18:00:00+01:00",
                "endTime": "2024-03-04T18:30:00+01:00",
                "activity": {"start": "48.137, 11.575", "topCandidate": {"type": "IN_BUS"}},
            },
            {"startTime": "x", "visit": {"name": "Marienplatz"}},
        ]
    }
    steps = [{"dateTime": f"03/04/24 17:0{m}:00", "value": "90", "note": "Zoe"} for m in range(9)]
    names = "start_time,end_time,exercise_type,time_offset,comment"
    heads = ",".join(f"com.samsung.health.exercise.{name}" for name in names.split(","))
    samsung = (
        f"com.samsung.shealth.exercise,Zoe,5\n{heads}\n"
        "2024-03-04 18:00:00.000,2024-03-04 18:20:00.000,14001,UTC+0100,Zoe at Marienplatz\n"
    )
    events = [("2024-03-04T09:00:00Z", 1800, "not-afk"), ("2024-03-04T10:00:00Z", 1800, "not-afk")]
    walk = [(1.0, "2", 1)] * 30
    pal = activpal(datetime(2024, 3, 4, 19), [(900.0, "0", 0), (300.0, "1", 0), *walk, (600.0, "0", 0)])
    day = simulate((("standing", 0.5), ("walking", 1.0), ("sitting upright", 2.0)), 4)
    rows = "\n".join(
        f"{1_709_582_400 + t:.2f},{x:.4f},{y:.4f},{z:.4f},Zoe"
        for t, (x, y, z) in zip(day.time_s[::2], day.xyz[::2], strict=True)
    )
    xyz = even_samples(day, 50)
    morning_at = datetime(2024, 3, 4, 9)
    stream = {
        "Data Source": "derived:com.google.step_count.delta:com.google.android.gms:estimated_steps",
        "Data Points": [
            {
                "fitValue": [{"value": {"intVal": 80}}],
                "originDataSourceId": "raw:com.google.step_count.cumulative:zoes laptop",
                "startTimeNanos": 1_709_540_000_000_000_000 + 60_000_000_000 * m,
                "endTimeNanos": 1_709_540_060_000_000_000 + 60_000_000_000 * m,
            }
            for m in range(9)
        ],
    }
    minutes = "".join(f"2024-03-04T12:0{m}:00Z,90,Watch of Zoe\n" for m in range(9))
    return {
        "export.xml": apple,
        "export.zip": zipped.getvalue(),
        "run.fit": fit,
        "hike.gpx": gpx.encode(),
        "ride.tcx": tcx.encode(),
        "work.ics": CALENDAR.encode(),
        "aw.json": activitywatch(events, ["Letter to Dr Smith - secret.example"]),
        "timeline.json": json.dumps(timeline).encode(),
        "steps-2024-03-04.json": json.dumps(steps).encode(),
        "exercise.csv": samsung.encode(),
        "events.csv": pal.encode(),
        "thigh.cwa": axivity(morning_at, xyz),
        "thigh.gt3x": actigraph(morning_at, xyz, words=True),
        "old.gt3x": actigraph_old(morning_at, xyz),
        "hip.agd": actigraph_epochs(morning_at, [0, 15, 16, 14, 0, 3] * 20),
        "estimated_steps.json": json.dumps(stream).encode(),
        "steps_2024-03-01.csv": f"timestamp,steps,data source\n{minutes}".encode(),
        "thigh.csv": f"time,x,y,z,who\n{rows}\n".encode(),
    }
