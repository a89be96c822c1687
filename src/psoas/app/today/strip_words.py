"""The sentences of the strip of a day, which the browser fills: each value has its name in braces."""

from psoas.words import _, pgettext


def strip_words() -> dict[str, str]:
    """The sentences in the language of now, by the name that the strip has for each."""
    return {
        "strip": _("The day as a strip"),
        "role": _("day strip"),
        "lanes": _(
            "Upper lane: what you drew. Lower lane: what devices saw; where you drew something, yours counts."
        ),
        "filled": _("What filled the chosen part"),
        "unknown": _("Unknown"),
        "unknown_inside": _("unknown"),
        "unknown_time": _("unknown {time}"),
        "nobody": _("Nobody knows"),
        "as_seen": _("As devices saw it"),
        "take_away": _("Take away what you drew there"),
        "copy": _("Copy the day before"),
        "where_empty": _("Where nothing is drawn yet"),
        "undo": _("Undo the last change"),
        "table": _("The same as a table"),
        "seen_table": _("What devices saw, as a table"),
        "start": pgettext("a time of the day", "From"),
        "end": pgettext("a time of the day", "To"),
        "what": _("What"),
        "length": pgettext("of time", "Length"),
        "enter": pgettext("a button", "Enter"),
        "nothing": _("Nothing is entered for this day."),
        "remove": _("Remove"),
        "remove_this": _("Remove {what} from {start} to {end}"),
        "correct": pgettext("a button", "Correct"),
        "correct_this": _("Correct {what} from {start} to {end}"),
        "drag": _("Drag across the strip to mark a part of the day."),
        "moved": _("{what}: {start} to {end}, {time}."),
        "chosen": _("Chosen: {start} to {end}, {time}. Now: {parts}."),
        "mine": _("You: {what}, {start} to {end}"),
        "theirs": _("Devices: {what}, {start} to {end}"),
        "from": _("from {source}"),
        "no_time": _("Write times such as {one} or {other}."),
        "order": _("The end must come after the start; write {midnight} for midnight at the end of the day."),
        **_how_to_draw(),
        **_durations(),
    }


def _how_to_draw() -> dict[str, str]:
    return {
        "how": _("How to draw, and the keys"),
        "how_by_hand": _(
            "Draw over a part of the day with mouse or finger, then choose what filled it. A click on a block chooses "
            "the block; then its ends can be dragged, also those of a block that a device saw. Your correction stands "
            "in the upper lane, and what the device saw stays below it."
        ),
        "how_by_key": _(
            "With the keyboard, when the strip has the focus: <kbd>←</kbd> <kbd>→</kbd> move the chosen part by 15 "
            "minutes, <kbd>↑</kbd> <kbd>↓</kbd> lengthen and shorten it; with <kbd>Shift</kbd> by 5 minutes. "
            "<kbd>Home</kbd> and <kbd>End</kbd> go to the ends of the day. <kbd>Page down</kbd> and "
            "<kbd>Page up</kbd> choose the next and the previous block. The letter on a button enters that activity, "
            "<kbd>Enter</kbd> the last one again, <kbd>u</kbd> makes the part unknown, <kbd>Delete</kbd> takes away "
            "what you drew, <kbd>Ctrl</kbd> <kbd>Z</kbd> takes the last change back."
        ),
        "key_now": _("<kbd>n</kbd> says that you sit down or stand up now."),
    }


def _durations() -> dict[str, str]:
    """As `psoas.plan.duration` writes them; the browser gives minutes after hours two digits."""
    return {
        "minutes": _("{minutes} min"),
        "hours": _("{hours} h"),
        "both": _("{hours} h {minutes:02d} min").replace(":02d", ""),
    }
