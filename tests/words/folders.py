"""Which folders and texts of the program have no words for people; all else is in catalogues."""

from typing import Final

WITHOUT_WORDS: Final = ("validation",)
"""Folders that write nothing for people but in English: the page of the model's checks is for researchers."""

ALLOWED: Final = (
    ("", r", doi \{\}$|doi:? ?10\."),
    ("", "^working default$"),
    (
        "app/",
        r"^<(link|script|time|!doctype|span class=\"badge\">\{\}<)|^attachment; filename|-src | Path=/; HttpOnly",
    ),
    ("app/", r"^(button|card|outlined|stack|unelevated) [a-z={} -]+$"),
    ("body/repairs.py", "^Full Body$"),
    ("cli/at_login.py", r"^(Microsoft/|psoas coach[.]cmd$|\[Desktop Entry\]|@echo off$|start )"),
    ("cli/run_serve.py", "^ *PSOAS_DATABASE="),
    (
        "cli/run_validate.py",
        r"^(bold red|deriving the rows|not run|passes when: |\{\}[.] Sources and figures: )",
    ),
    ("loads/side_runs.py", "^import sys; "),
    ("muscle/fibre.py", "^(be above |lie in 0 )"),
    ("recordings/", "^held still$"),
    ("cli/app.py", r"^\{motion files\}$|^psoas \{\}$"),
    ("plan/values.py", "^(no change beyond the error|not comparable|error not known)$"),
    ("plan/steady.py", "^not sure$"),
    ("app/trainer/", r"^(past clients|outlined autogrow maxlength=4000)$|^( ?<[^<>]*>| ?\{\})+$"),
    # A recording's process speaks English: its states and reasons go to the ledger, the dataset and the logs.
    ("batch/child_server.py", ""),
    ("batch/job.py", ""),
    ("batch/child.py", "^the process that watches it ended by signal"),
    ("batch/cluster.py", "^its worker ended before it was done$"),
    # The tables of the dataset and their dictionary, which is also a page of the documentation, are English.
    ("batch/tables.py", "^not measured$| end of its 95 % band$"),
    ("batch/dataset.py", "^one row$|^\nThe table has "),
    ("batch/", "^(BEGIN|PRAGMA|CREATE|DO|SELECT|INSERT) | NOT NULL$|^double precision$"),
    # Ids of a bout's context and source, and what the formats of devices call their columns, keys, sports and tables.
    ("day/", "^(level thigh|by hand|<!doctype html)$"),
    (
        "day/readers/",
        "^(Sample Rate|Acceleration Scale|Serial Number|Start Date|Start [Tt]ime(,.*)?|Step count|Data Points)$",
    ),
    ("day/readers/", "^(Date,Calories Burned,Steps|data source|event type|on foot)$"),
    ("day/readers/", "^(Apple Health|Google (Timeline|Fit)|Samsung Health)$"),
    ("day/readers/activpal.py", "activitycode"),
    ("day/readers/actigraph_epochs.py", "^(select|pragma) "),
    ("day/readers/samsung.py", "^(strength training|indoor (rowing|cycling)|inline skating)$"),
    # FHIR goes to other record systems; words in OpenSim's files, in the table of attachments and in NOTICE are
    # for other programs and for licences: all of them English.
    ("export/fhir/", ""),
    (
        "export/motion_file.py",
        r"^(From markers, |Written by psoas[.]|The longest stretch |thigh against |hip_flexion: \{)",
    ),
    ("export/body_folder.py", "^(psoas body\n|lesser trochanter |glides over )"),
    ("store/", "BETWEEN|NULL|PRAGMA|SELECT|TABLE|BEGIN|REPEATABLE| IN \\(| AND | < | >= "),
    (
        "store/failures.py",
        "^(password auth|no password|no pg_hba|role [.]|database [.]|too many clients|does not answer[|])",
    ),
    ("store/patient.py", "^the server does not answer$"),
    ("exercises/hip_stretch/", "^motion file$"),
    ("app/", "^(<(link|svg) |document.cookie = |private, max-age=|id=main )"),
    (
        "app/",
        r"^(button|card|grid|muted|notice|outlined|row|stack|stage-else|stretch|unelevated) "
        r"(accent|bad|dense|maxlength=|no-caps|row|screen|small|spread|stack|warn|wide|[\w-]+-\w+|\{\})[\w {}=-]*$",
    ),
    ("app/body3d/legend.py", r"^<(stop offset|div class|rect width)="),
    ("app/body3d/length_plot.py", r"^(curve \{\}|dot (stretch|fault))$"),
    ("app/body_page.py", r"^(type=button aria-|data stacked body-|role=group |\(event\) => )"),
    (
        "clinic/",
        "^(ALTER|COMMENT|CREATE|DELETE|DROP|GRANT|INSERT|RESET|REVOKE|SELECT|SET|UPDATE|USING|WITH) "
        r"|^\s+SELECT |^REPEATABLE READ$|^SELECT, |^\{\} (= \(|IN \()|^wrong password$",
    ),
    # as the database keeps them
    (
        "clinic/trail_words.py",
        r"^(in the audit trail|sign in|sign out|names of people|all that was kept of this person"
        r"|account \{account\} .*|new link for account \{account\}|password (changed|right)|second factor set up"
        r"|invitation used|unknown address|wrong (code|password)|signed in( by a recovery code)?|token \{name\}.*)$",
    ),
    ("app/clinic/trail_page.py", r"^(\{\} UTC|sign in)$"),
    ("app/evidence_page.py", "^days of 7$"),
    ("app/notices.py", r"^psoas: \{\}$"),
    ("app/server.py", "^(replace[(]|<(script|style) nonce=|style=)"),
    # the OpenAPI document is English, as keys and values are; so is the log of the server
    ("app/clinic_api/answers.py", "[.]$|; null otherwise[.]$"),
    ("app/clinic_api/document.py", "[.]$"),
    (
        "app/clinic_api/requests.py",
        "[].]$|^(Pressure in the belly|From one value|Last value|Values of coordinates)",
    ),
    (
        "app/clinic_api/routes.py",
        "^(A clip, a photo or|A motion file[.]$|Begin of a file|Force plates of a motion file[.]$|Its force"
        "|Of the person, "
        "|Sitting at home|To bed and up|Where sensors were|Whether |Whom, from)",
    ),
    ("app/clinic_api/", "^(a job could not be started|an answer failed)$"),
    ("app/people.py", "^(attachment; filename=| <span class=|outlined inputmode=)"),
    ("app/today/", "^(accent today|card today|stack today|persistent trans|(type=[a-z-]+ )?outlined dense)"),
    ("app/today/devices.py", "^level thigh$"),
    ("app/today/devices_panel.py", "^<strong>"),
    ("app/today/linux.py", "^window id # "),
    ("app/today/now.py", "^(return window[.]|const shown = |role=group aria-label=)"),
    (
        "report/",
        r"^(<(svg|title|desc|rect|image|text) |cannot tell$|not (measured|sure)$|could not be displayed with font$)",
    ),
    ("report/remarked.py", r"^(<(polyline|polygon) |[.]remark-)"),
    ("report/batch_page.py", "^the file$"),
    ("report/sheet.py", "; doi "),
    (
        "draw/",
        r"^<(svg|title|polyline|polygon|path|text) "
        r"|^(band|bar|curve|kind|mark|plot|way) (twin|round|curve-norm|\{\}|curve-\{\})$",
    ),
    ("draw/angle_labels.py", "^knee in$"),
    ("draw/body_picture.py", "^(front|back) (right|left)$"),
    ("draw/load_pictures.py", "^held still$"),
    ("app/today/tools.py", "^(display notification |on run argv$|end run$)"),
)
"""Texts that are no words for people: the beginning of a file's path, and a pattern of the text."""
