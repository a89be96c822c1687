"""The findings of a clinical test: its verdict, and each figure of each leg."""

from collections.abc import Sequence

from psoas.estimate import degrees, or_take
from psoas.exercises import ClinicalTest, ExaminedLeg, Trial, judged
from psoas.findings.analysis import Finding, NotMeasured
from psoas.findings.words import fault_words, with_band
from psoas.sides import side_word
from psoas.words import _, capital, ngettext, number


def clinical_findings(
    test: ClinicalTest, legs: Sequence[ExaminedLeg]
) -> tuple[list[Finding], list[NotMeasured]]:
    """State what a clinical test found, the verdict first.

    Args:
        legs: from the test's ``judge``; none where no trial was found.

    Returns:
        ``verdict``, then ``test_<side>`` and ``<figure>_<side>`` of each leg; and what was not measured.
    """
    if not legs:
        says = _("The {test} was begun, and no trial can be read: {why}.", test=test.noun, why=test.no_trial)
        return [Finding("verdict", None, "undecided", says, capital(test.no_trial))], [
            NotMeasured("trials", test.no_trial)
        ]
    findings = [_verdict(test, legs)]
    not_measured = []
    for leg in legs:
        findings.append(Finding(f"test_{leg.side}", None, leg.verdict, leg.says))
        for quantity in test.figures:
            name = f"{quantity.key}_{leg.side}"
            if quantity.key in leg.figures:
                findings.append(_figure(test, leg, name, quantity.key))
            elif quantity.key in leg.unmeasured:
                not_measured.append(NotMeasured(name, leg.unmeasured[quantity.key]))
    return findings, not_measured


def _verdict(test: ClinicalTest, legs: Sequence[ExaminedLeg]) -> Finding:
    kinds = [leg.verdict for leg in legs]
    kind = next((one for one in ("fault", "undecided") if one in kinds), "good")
    shown = [name for leg in legs for name in (*leg.faults, *leg.possible_faults)]
    worst = test.worst(shown)
    fault = None if worst is None else test.file.faults[worst]
    cue = next((test.file.cues[f"{name}_unseen"] for name in _unseen(test, legs)), None)
    if fault is not None and (cue is None or worst == test.file.urgency[0]):
        cue = fault.cue
    if cue is None and min(len(leg.trials) for leg in legs) < test.trials:
        cue = test.file.cues["more_trials"]
    sources = () if fault is None else fault.sources
    return Finding("verdict", None, kind, " ".join(leg.headline for leg in legs), cue, sources)


def _unseen(test: ClinicalTest, legs: Sequence[ExaminedLeg]) -> list[str]:
    """Figures that no camera saw and for which there is something to do, by the beginning of their cue's name."""
    missing = {key.split("_")[0] for leg in legs for key in leg.unmeasured}
    return [name for name in sorted(missing) if f"{name}_unseen" in test.file.cues]


def _figure(test: ClinicalTest, leg: ExaminedLeg, name: str, key: str) -> Finding:
    quantity = next(one for one in test.figures if one.key == key)
    figure, count = leg.figures[key], len(leg.trials)
    least, most = test.limits_of(quantity)
    trials = ngettext("one trial", "middle one of {count} trials", count)
    value = f"{degrees(number(round(figure.value)))}{or_take(figure)}"
    says = f"{quantity.name}, {side_word(leg.side)}: {value} ({trials}; {quantity.meaning})."
    sources = tuple(dict.fromkeys(test.threshold(one).reference for one in test.limits.get(key, {}).values()))
    return Finding(name, figure, judged(figure, least, most), says, sources=sources)


def trial_rows(
    test: ClinicalTest, legs: Sequence[ExaminedLeg]
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings and rows of a table of the trials: the leg, when it was at rest, each figure with its band, the verdict.

    Figures that no trial has get no column.
    """
    trials = [(count, trial) for leg in legs for count, trial in enumerate(leg.trials, start=1)]
    shown = [one for one in test.figures if any(one.key in trial.figures for _count, trial in trials)]
    heads = (_("leg"), _("trial"), _("at rest"), *(one.short for one in shown), _("result"))
    rows = []
    for count, trial in trials:
        figures = [trial.figures.get(one.key) for one in shown]
        rest = _("one picture")
        if trial.end_s > trial.start_s:
            rest = _("{start:.1f} to {end:.1f} s", start=trial.start_s, end=trial.end_s)
        cells = [
            with_band(None if one is None else one.value, None if one is None else one.reach)
            for one in figures
        ]
        rows.append((side_word(trial.side), number(count), rest, *cells, _result(test, trial)))
    return heads, rows


def _result(test: ClinicalTest, trial: Trial) -> str:
    def words(names: Sequence[str]) -> str:
        return ", ".join(test.fault_words.get(name) or fault_words(name) for name in names)

    if trial.verdict != "undecided":
        return _("good") if trial.verdict == "good" else words(trial.faults)
    perhaps = words((*trial.faults, *trial.possible_faults))
    return _("undecided: perhaps {faults}", faults=perhaps) if perhaps else _("undecided")
