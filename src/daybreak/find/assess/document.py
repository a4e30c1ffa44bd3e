"""The page about indicators, written from the table so that no indicator can go undocumented.

indicators.yaml, measured.txt -> document() -> docs/method/indicators.md      python -m daybreak.find.assess.document > that file
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from daybreak.find.assess.gate import CONTROL_NEEDED, SIGNS_NEEDED
from daybreak.find.assess.label_model import FADE, SIGN_TRIALS
from daybreak.find.assess.table import Indicator, read_table, read_wording_lists, wording_version

_MEASURED = Path(__file__).parent / "data" / "measured.txt"  # figures, written by hand from the runs that it names
_CONTROL = {1.0: "yes", 0.5: "half", 0.0: "no"}


def document(table: Sequence[Indicator]) -> str:
    """The page, in Markdown."""
    lists = read_wording_lists()
    languages = ", ".join(next(iter(lists.entries.values()))["phrases"])
    rows = [f"| {i.title} | {i.family} | {i.weight:g} | {i.seldom:g} | {_CONTROL[i.control]} |" for i in table]
    return "\n".join(
        [
            _HEAD.format(
                version=wording_version(),
                languages=languages,
                control=f"{CONTROL_NEEDED:g}",
                signs=SIGNS_NEEDED,
                fade=f"{FADE:g}",
                trials=int(SIGN_TRIALS),
            ),
            *rows,
            "",
            _MEASURED.read_text(encoding="utf-8"),
            *(_section(i) for i in table),
        ]
    )


def _section(indicator: Indicator) -> str:
    lists = (
        f"\n\nRead from the lists of wording: {', '.join(f'`{w}`' for w in indicator.wording)}."
        if indicator.wording
        else ""
    )
    benign = "\n".join(f"- {b}" for b in indicator.benign)
    cited = "\n".join(f"- {c}" for c in indicator.citations)
    return (
        f"## {indicator.title}\n\n`{indicator.id}`. {indicator.observes}{lists}\n\n"
        f"What else it could be:\n\n{benign}\n\nSources:\n\n{cited}\n"
    )


_HEAD = """# Indicators

Written by `python -m daybreak.find.assess.document`; a test fails when it differs from the table. {version}.

An indicator is an observable sign on an organisation. None proves anything: of its own list UNODC says that presence or
absence neither proves nor disproves trafficking. They order what a person should look at first.

**Never a sign:** what work is done, sex work among it; nationality, ethnicity, gender identity, migration status; language.
All lists of wording ({languages}) are looked for in every text, whatever its language. A test changes these words and
columns and proves that no score moves.

**No lead without observed third-party control.** An organisation is a lead only if

1. control adds up to {control}: *yes* counts 1, *half* counts 0.5, the best sign of each family counts; and
2. at least {signs} telling signs are clearly observed (a weight of 0.6 or more); and
3. its score is above 0.

Everything else that shows a sign is listed as *insufficient evidence*, with what it lacks.

**The score** adds up what each sign is worth as log-odds. A Dawid-Skene label model without labels starts from the
weights below and corrects them by the run (a sign that a third of all organisations show tells little), within a tenth
and five quarters of the table. The table counts as much as {trials:,} organisations: a small run hardly moves what a score
means, a large one does. A sign that cannot be observed abstains. In a family the second sign counts {fade}, the
third half of that. The score ranks; it is no probability. **The interval** is the middle nine tenths of 100 seeded draws
in which weights are wrong by a factor of about 1.4 and a sign resting on k texts is lost with probability exp(-k).

**Unreviewed.** No list of wording has been read by a native-speaking practitioner, and both data files are drafts. The lists
and the generated worlds on which they are measured come from one house, and sentences of those worlds that were missed
were looked at when Russian and Ukrainian forms were added: recall on other people's adverts will be lower.

Wording that a sentence takes back does not count: "we never keep your passport", "no fees", "fees are prohibited",
advice and warnings. Wording is matched, not understood: irony, negation over two sentences, and words that are in no
list are missed. Citations marked *check wording* name the right document as far as we know; nobody has yet compared our
sentence with it.

| Indicator | Family | Weight | Seldom | Control |
|---|---|---|---|---|"""


if __name__ == "__main__":
    sys.stdout.write(document(read_table()))
