"""The break reminder as a pure state machine.

A sitting lasts from the moment at which the person reports it to their last sign, so that it ends by itself when they
leave. A gap of `Rules.away` or more between two signs is a break, whatever made it: no key was touched, the screen was
locked, or the machine slept. All times are aware; the caller brings the clock. Where the clock is set back, time stands
still until it has caught up.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from psoas.day import load_activities
from psoas.words import _, either, in_series, ngettext


@dataclass(frozen=True)
class Surroundings:
    """State of the machine at one moment; None where this system does not report it.

    Attributes:
        camera, microphone: used by another program.
        full_screen: a program fills the screen.
        idle_s: time since a key or the mouse was last touched [s].
        locked: the screen is locked.
    """

    camera: bool | None = None
    microphone: bool | None = None
    full_screen: bool | None = None
    idle_s: float | None = None
    locked: bool | None = None


@dataclass(frozen=True)
class Rules:
    """Reminder settings; a ``remind_after`` of zero switches reminders off."""

    remind_after: timedelta
    away: timedelta
    postpone: timedelta


@dataclass(frozen=True)
class Watch:
    """State of one person's reminder.

    Attributes:
        sat_since: start of the present sitting; None where nobody sits.
        seen_at: last sign of the person in it.
        observed_at: time of the last look at the surroundings.
        postponed_until: once set, this sitting's reminder cannot be put off again.
        paused_until: no reminder comes before it.
        rang_at: time of the last reminder; a new value is a new reminder.
        showing: the reminder is on the screen.
    """

    sat_since: datetime | None = None
    seen_at: datetime | None = None
    observed_at: datetime | None = None
    postponed_until: datetime | None = None
    paused_until: datetime | None = None
    rang_at: datetime | None = None
    showing: bool = False
    surroundings: Surroundings = Surroundings()

    @property
    def can_postpone(self) -> bool:
        """Whether the reminder shows and was not put off in this sitting."""
        return self.showing and self.postponed_until is None


def rules_for(remind_after_min: int) -> Rules:
    """Make the rules from the person's own time to a reminder [min] and ``activities.json``."""
    figures = load_activities().figures
    return Rules(
        remind_after=timedelta(minutes=remind_after_min),
        away=timedelta(minutes=figures["away_min"].value),
        postpone=timedelta(minutes=figures["postpone_min"].value),
    )


def sat_down(watch: Watch, now: datetime) -> Watch:
    """Begin a sitting; a pause stays."""
    return Watch(sat_since=now, seen_at=now, observed_at=now, paused_until=watch.paused_until)


def stood_up(watch: Watch) -> Watch:
    """End the sitting; a pause stays."""
    return Watch(paused_until=watch.paused_until)


def postponed(watch: Watch, now: datetime, rules: Rules) -> Watch:
    """Put off the reminder that shows, once a sitting; otherwise nothing changes."""
    if not watch.can_postpone:
        return watch
    return replace(watch, postponed_until=now + rules.postpone, rang_at=None, showing=False)


def paused(watch: Watch, until: datetime | None) -> Watch:
    """Pause reminders until a time; None ends the pause."""
    return replace(watch, paused_until=until, rang_at=None, showing=False)


def tomorrow(now: datetime) -> datetime:
    """Compute the coming midnight."""
    return (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def observed(watch: Watch, around: Surroundings, now: datetime, rules: Rules) -> Watch:
    """Update the watch by a look at the surroundings."""
    if watch.sat_since is None or watch.seen_at is None or watch.observed_at is None:
        return replace(watch, surroundings=around, showing=False)
    now = max(now, watch.observed_at)
    sign = _last_sign(watch.seen_at, around, now)
    if sign - watch.seen_at >= rules.away:
        watch = replace(watch, sat_since=sign, postponed_until=None, rang_at=None)
    watch = replace(watch, surroundings=around, observed_at=now, seen_at=sign)
    if not _due(watch, now, rules):
        return replace(watch, showing=False)
    again = watch.rang_at is None or now - watch.rang_at >= rules.remind_after
    return replace(watch, showing=True, rang_at=now if again else watch.rang_at)


def away(watch: Watch, rules: Rules) -> bool:
    """Whether the person was away at the last look."""
    if watch.observed_at is None or watch.seen_at is None:
        return False
    return bool(watch.surroundings.locked) or watch.observed_at - watch.seen_at >= rules.away


def quiet_because(around: Surroundings) -> list[str]:
    """List the reasons not to disturb the person now; empty where there is none."""
    reasons = {
        _("the camera is in use by another program"): around.camera,
        _("the microphone is in use by another program"): around.microphone,
        _("a program fills the screen"): around.full_screen,
    }
    return [reason for reason, holds in reasons.items() if holds]


def words(watch: Watch, rules: Rules, now: datetime) -> list[str]:
    """State the sitting as of the last look and the next reminder, in sentences."""
    if watch.sat_since is None or watch.seen_at is None:
        says = [_("Nothing is being counted.")]
        if watch.paused_until and now < watch.paused_until:
            says.append(_("Reminders are paused until {time}.", time=_at(watch.paused_until)))
        return says
    if away(watch, rules):
        says = [
            _(
                "You seem to be away since {time}. That time stays unknown until you enter it.",
                time=format(watch.seen_at, "%H:%M"),
            )
        ]
    else:
        sat = int((watch.seen_at - watch.sat_since).total_seconds()) // 60
        says = [
            ngettext(
                "Sitting since {time}, {count} minute so far.",
                "Sitting since {time}, {count} minutes so far.",
                sat,
                time=format(watch.sat_since, "%H:%M"),
            )
        ]
    says.append(_next_reminder(watch, rules, watch.sat_since, now))
    if unknown := _unknown(watch.surroundings):
        says.append(_("Reminders cannot tell when you are {states}.", states=unknown))
    return says


def _last_sign(seen_at: datetime, around: Surroundings, now: datetime) -> datetime:
    if around.locked:
        return seen_at
    if around.idle_s is None:
        return now
    return max(seen_at, now - timedelta(seconds=max(0.0, around.idle_s)))


def _due(watch: Watch, now: datetime, rules: Rules) -> bool:
    if watch.sat_since is None or watch.seen_at is None or not rules.remind_after:
        return False
    later = [until for until in (watch.postponed_until, watch.paused_until) if until is not None]
    return (
        watch.seen_at - watch.sat_since >= rules.remind_after
        and not away(watch, rules)
        and not quiet_because(watch.surroundings)
        and all(now >= until for until in later)
    )


def _next_reminder(watch: Watch, rules: Rules, sat_since: datetime, now: datetime) -> str:
    if not rules.remind_after:
        return _("Reminders are off.")
    if watch.paused_until and now < watch.paused_until:
        return _("Reminders are paused until {time}.", time=_at(watch.paused_until))
    if reasons := quiet_because(watch.surroundings):
        return _("No reminder now: {reasons}.", reasons=in_series(reasons))
    if watch.showing:
        return _("It is time to stand up.")
    if watch.postponed_until and now < watch.postponed_until:
        return _("The reminder was put off until {time}.", time=_at(watch.postponed_until))
    return _(
        "A reminder comes at {time}, if you are still sitting.", time=_at(sat_since + rules.remind_after)
    )


def _at(moment: datetime) -> str:
    return _("tomorrow") if (moment.hour, moment.minute) == (0, 0) else f"{moment:%H:%M}"


def _unknown(around: Surroundings) -> str:
    """What the system does not report, as states of the person; empty where it reports all."""
    states = {
        _("in a call"): around.camera is None or around.microphone is None,
        _("in a full-screen program"): around.full_screen is None,
        _("away from this computer"): around.idle_s is None and around.locked is None,
    }
    unseen = [state for state, hidden in states.items() if hidden]
    return either(unseen) if unseen else ""
