"""What the tables refuse, as sentences for people, and the limits that stand in them."""

from typing import get_args

from psoas.day import STEP_PART_S, WEARS, WORN, Activity
from psoas.plan import MINUTES, MOST_NOTE, Method, Moment, Purpose, ReminderAnswer
from psoas.words import N_

NAME_LENGTH = 100
MOST_PICTURE = 40_000
"""Largest picture of a repetition [bytes]; a row of a back-up has room for it."""
MOST_OPENING_DEG = 60
MOST_CLIENT_NOTE = 4000
"""Longest note about a client [letters]."""
EXERCISE_RULE = N_("an exercise has a name of 1 to {name_length} characters")
WEAR_RULE = N_("a device is worn or stands as one of {wears}")
SIDE_RULE = N_("a side is left or right")
PICTURE_RULE = N_("a picture has at most {most_picture} bytes")

RULES = {
    "ck_profiles_name": N_("a name has 1 to {name_length} characters"),
    "ck_profiles_height": N_("a height lies between 1.0 and 2.3 metres"),
    "ck_profiles_target": N_("8 to 10 repetitions a side are the target"),
    "ck_profiles_remind": N_("a reminder comes after 0 (off) to 1440 minutes"),
    "ck_profiles_theme": N_("a theme is auto, light or dark"),
    "ck_profiles_times": N_(
        "a time of the day lies from minute 0 to {last_minute}, and has a begin and an end"
    ),
    "ck_profiles_worn": N_("a sensor is worn on the {worn}"),
    "ck_profiles_goals": N_("goals are 1 to 7 days a week, and an opening of up to {most_opening} degrees"),
    "ck_sessions_purpose": N_("a session is for {purposes}"),
    "ck_sessions_exercise": EXERCISE_RULE,
    "ck_sessions_pain": N_("pain is a number from 0 to 10"),
    "ck_sets_exercise": EXERCISE_RULE,
    "ck_sets_side": SIDE_RULE,
    "ck_sets_method": N_("a set is followed by {methods}"),
    "ck_sets_weights": N_("weights are full or lite"),
    "pk_repetitions": N_("a number stands once in a set"),
    "ck_repetitions_number": N_("repetitions are numbered from 1 to 1000000"),
    "ck_repetitions_times": N_("a repetition ends after it began, and its hold is not negative"),
    "ck_corrections_number": N_("a correction names a repetition by its number, from 1"),
    "ck_corrections_fault": N_("a fault has a name of 1 to {name_length} characters"),
    "ck_key_frames_number": N_("a picture names a repetition by its number, from 1"),
    "ck_key_frames_moment": N_("a picture shows one of {moments}"),
    "ck_key_frames_picture": PICTURE_RULE,
    "ck_bouts_minutes": N_("a bout lies in a day of {minutes} minutes"),
    "ck_observations_times": N_("what a device says ends after it began"),
    "ck_observations_wear": WEAR_RULE,
    "ck_observations_kind": N_("an activity is {activities}"),
    "ck_bouts_activity": N_("an activity is {activities}, or not known"),
    "ck_steps_times": N_("steps are kept by whole parts of {step_part} s"),
    "ck_steps_wear": WEAR_RULE,
    "ck_reminders_answer": N_("a reminder is followed by {answers} or nothing"),
    "ck_notes_words": N_("a note has 1 to {most_client_note} letters"),
    "ck_homework_role": N_("homework is given or received"),
    "ck_homework_names": N_("a name has at most {name_length} characters, and a key one at least"),
    "ck_homework_note": N_("a note of homework has at most {most_note} letters"),
    "ck_homework_pictures_number": N_("pictures of homework are numbered from 1"),
    "ck_homework_pictures_picture": PICTURE_RULE,
    "ck_homework_sets_side": SIDE_RULE,
    "ck_homework_sets_figures": N_("a set has repetitions and a hold, and pain is a number from 0 to 10"),
    "ck_offsets_offset": N_("a wall clock is at most 16 hours from UTC"),
}
"""Each rule in words, for a message."""
RULE_VALUES = {
    "name_length": NAME_LENGTH,
    "last_minute": MINUTES - 1,
    "minutes": MINUTES,
    "most_opening": MOST_OPENING_DEG,
    "most_picture": MOST_PICTURE,
    "most_client_note": MOST_CLIENT_NOTE,
    "most_note": MOST_NOTE,
    "step_part": STEP_PART_S,
    "wears": ", ".join(WEARS),
    "worn": ", ".join(WORN),
    "activities": ", ".join(get_args(Activity)),
    "purposes": " / ".join(get_args(Purpose)),
    "methods": ", ".join(get_args(Method)),
    "moments": ", ".join(get_args(Moment)),
    "answers": ", ".join(get_args(ReminderAnswer)),
}
"""What is put into them: limits, and values as the tables hold them."""
