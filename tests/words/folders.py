"""Which folders of the program have all their words for people in catalogues."""

from typing import Final

DONE: Final = (
    "app/clinic_api",
    "app/evidence_page",
    "app/home",
    "app/installed",
    "app/markup",
    "app/notices",
    "app/parts",
    "app/people",
    "app/shell",
    "app/stretch",
    "app/today",
    "app/trainer",
    "app/who",
    "estimate",
    "exercises",
    "findings",
    "forecast",
    "homework",
    "plan",
    "quantities",
    "recordings",
    "service",
    "sides",
    "store",
    "strides",
    "words",
)
"""Folders and modules of ``src/psoas`` whose words are all wrapped and translated; a test looks for others in them."""

LEFT: Final[tuple[str, ...]] = (
    "cli/print_body.py",
    "cli/print_load.py",
    "cli/run_coach.py",
    "cli/run_validate.py",
    "motion/inverse_kinematics.py",
    "motion/marker_map.py",
    "motion/marker_sets.py",
    "motion/opensim_coordinates.py",
    "motion/recording_error.py",
    "motion/upright.py",
    "recordings/load",
    "recordings/trunk_words.py",
)
"""Beginnings of the paths of files in those folders whose words are not wrapped yet."""

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
    ("app/notices.py", r"^psoas: \{\}$"),
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
    ("app/today/devices_panel.py", "^(<strong>|give it, such as --start |say below w|add --worn )"),
    ("app/today/linux.py", "^window id # "),
    ("app/today/now.py", "^(return window[.]|const shown = |role=group aria-label=)"),
    ("app/today/tools.py", "^(display notification |on run argv$|end run$)"),
)
"""Texts that are no words for people: the beginning of a file's path, and a pattern of the text."""
