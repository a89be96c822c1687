"""A batch at a terminal: how many recordings are in each state, and where the results are."""

from pathlib import Path

from psoas.batch import STATES, BatchRun, Manifest, state_words
from psoas.cli.printing import empty_table, line, terminal_console
from psoas.cli.terminal import print_written
from psoas.words import _, ngettext, number, pgettext


def print_batch(run: BatchRun, manifest: Manifest, page: Path, dataset: Path) -> None:
    """Print the counts of a batch, what this run did, and the files."""
    console = terminal_console()
    table = empty_table(console)
    table.add_column(_("recordings"))
    table.add_column("", justify="right")
    for state in STATES:
        if run.counts.get(state):
            table.add_row(state_words(state), number(run.counts[state], ","))
    table.add_row(pgettext("of recordings", "all"), number(len(manifest.clips), ","))
    console.print(table)
    before = len(manifest.clips) - run.fresh
    if not run.fresh:
        line(console, _("Nothing was left to do."))
    elif before > 0:
        line(
            console,
            ngettext(
                "{count:,} was finished by an earlier run.",
                "{count:,} were finished by an earlier run.",
                before,
            ),
        )
    if manifest.left_out:
        listed = ", ".join(f"{ending} {count}" for ending, count in manifest.left_out.items())
        line(console, _("Left out, not a recording: {listed}.", listed=listed), "yellow")
    console.file.flush()
    print_written(page, dataset)
