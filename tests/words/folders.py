"""Which folders of the program have all their words for people in catalogues."""

from typing import Final

DONE: Final = (
    "app",
    "body",
    "capture",
    "child_processes",
    "cli",
    "clinic",
    "data",
    "draw",
    "errors",
    "estimate",
    "exercises",
    "findings",
    "forecast",
    "homework",
    "loads",
    "motion",
    "muscle",
    "plan",
    "quantities",
    "recordings",
    "sides",
    "store",
    "strides",
    "timeseries",
    "words",
)
"""Folders and modules of ``src/psoas`` whose words are all wrapped and translated; a test looks for others in them."""

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
    ("app/body3d/legend.py", r"^<(span style|div class)="),
    ("app/body3d/length_plot.py", r"^(curve \{\}|dot (stretch|fault))$"),
    ("app/body_page.py", r"^(type=button aria-|data body-|role=group |\(event\) => )"),
    (
        "clinic/",
        "^(ALTER|COMMENT|CREATE|DELETE|DROP|GRANT|INSERT|RESET|REVOKE|SELECT|SET|UPDATE|USING|WITH) "
        r"|^\s+SELECT |^REPEATABLE READ$|^SELECT, |^\{\} (= \(|IN \()|^wrong password$",
    ),
    ("app/clinic/staff_pages.py", r"^\{\} UTC$"),
    ("app/notices.py", r"^psoas: \{\}$"),
    ("app/people.py", "^(attachment; filename=| <span class=|outlined inputmode=)"),
    ("app/today/", "^(accent today|card today|stack today|persistent trans|(type=[a-z-]+ )?outlined dense)"),
    ("app/today/devices.py", "^level thigh$"),
    ("app/today/devices_panel.py", "^(<strong>|give it, such as --start |say below w|add --worn )"),
    ("app/today/linux.py", "^window id # "),
    ("app/today/now.py", "^(return window[.]|const shown = |role=group aria-label=)"),
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
