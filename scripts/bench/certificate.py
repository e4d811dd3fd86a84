"""docs/accuracy-certificate.md: what the fields of scripts/bench/certainty promise of new hands, and what they do not."""
import collections
import json
import math

from figures import could_be_accepted, percent, share, upper_bound

TARGET, ALPHA = 0.001, 0.05
NEVER = "never"
STEPS = (0.25, 0.5, 1, 2)  # thresholds tested: as far from certainty as the policy's, times this; strictest first

INTRO = """# Accuracy certificate

What can be promised of hands that carescan has never seen: at which P(right) a field may be accepted without a person, how many such fields were
looked at, how many were wrong, and what that proves. Made by one command, not to be edited:

```
{line}
```

Version: {version}. Policy: {policy}, thresholds chosen on *tune*. Paper: the eight shipped forms, painted with recorded pen strokes of {writers} people of
*{part}* (`scripts/train/writers`; nothing was learnt from them and no threshold was chosen on them) and put through scanners. What is proved of
**your** batch is another claim and is proved by its [audit](policy.md#the-audit); the two are never mixed.

## What was tested
For each kind of field, inked ones apart from those left empty: thresholds in a fixed order, the strictest first, and on from one to the next only while the one before
holds. A threshold holds when the exact bound of Clopper and Pearson on the share wrong among accepted is at most {target}. The {kinds} kinds that policy may accept share the 5 % by which a
promise may fail, so that each has {alpha}; with no error at all it takes {needed} accepted fields to pass, so the order starts at the first threshold with
that many. Fields are taken as if none were critical: a critical field is asked whatever its P(right).
"""

LIMITS = """
## What it does not claim
- **Not 0.1 % where the table says that n is too small.** Such a kind has its own bound, in the column before; nothing better is proved of it.
- **Not the worst hand.** {writers} people bound the average hand. The column by writers takes each of them as one look: had none of them an error in any accepted field, up to
  {hands} of new hands might still have one (95 %). Errors gather in few hands: one that writes a 1 like a 7 has many.
- **Not new characters.** Writers come back over forms with the same recorded samples; painting one again under another scanner gives a new field and hardly
  a new hand. So the bound by fields is too narrow wherever a hand's errors come together, and the one by writers is the careful one.
- **Not real paper.** Forms and scanners here are made by the project itself, and such paper flatters. [Photographs of real sheets](accuracy.md#certainty) are counted beside it: they have few hands.
- **Not wrong labels.** Samples that `scripts/train/doubtful.txt` lists (the label is not what was written) are left out where the command says so.
- **Not other forms, languages, alphabets or ages.** The writers are adults who wrote on tablets for science; old and shaky hands are few among them.
- **Not fields that are asked.** A person decides these, and persons err, too.
- **Not the next version.** Another net, policy or table of P(right) makes this page stale; the command above makes it anew.
"""


def policy_in(work):
    """The policy that the rows were read with."""
    for file in sorted(work.glob("forms/*/out/documents/*/reading.json")):
        return json.loads(file.read_text(encoding="utf-8"))["policy"]
    return {"name": "unknown"}


def threshold_of(row, policy):
    """From which P(right) policy accepts it; None: never."""
    if row["read_state"] == "blank":
        member = "accept_blank"
    elif row["read_state"] == "none":
        return policy.get("accept_inked", {}).get("none_box")
    else:
        member = "accept_combs" if row["comb"] else "accept_inked"
    return policy.get(member, {}).get(row["kind"])


def accepted_at(rows, policy, step):
    """Those that would be accepted if every threshold lay `step` times as far from certainty."""
    out = []
    for row in filter(could_be_accepted, rows):
        threshold = threshold_of(row, policy)
        if threshold is not None and row["confidence"] >= 1 - step * (1 - threshold):
            out.append(row)
    return out


def tested(rows, policy, alpha):
    """(step, accepted, wrong, bound, holds) in the order tested; it ends with the first that does not hold."""
    needed, out = fields_needed(alpha), []
    for step in STEPS:
        accepted = accepted_at(rows, policy, step)
        if len(accepted) < needed:
            continue
        wrong = sum(not r["right"] for r in accepted)
        bound = upper_bound(wrong, len(accepted), 1 - alpha)
        out.append((step, len(accepted), wrong, bound, bound <= TARGET))
        if not out[-1][-1]:
            break
    return out


def fields_needed(alpha):
    return math.ceil(math.log(alpha) / math.log1p(-TARGET))


def verdict(steps, n, wrong, alpha):
    if not steps:
        return f"n too small: {fields_needed(alpha):,} needed" if not wrong else "not shown"
    holds = [s for s in steps if s[-1]]
    return f"**holds**{'' if holds[-1][0] >= 1 else ' at a stricter threshold'}" if holds else "does not hold"


def thresholds_shown(rows, policy):
    values = {threshold_of(r, policy) for r in rows if r["found"] and r["read_state"] in ("read", "none", "blank")} - {None}
    return NEVER if not values else f"{min(values):.3f}" if len(values) == 1 else f"{min(values):.3f} to {max(values):.3f}"


def kind_row(name, rows, policy, alpha):
    accepted = accepted_at(rows, policy, 1)
    if not accepted:
        shown = thresholds_shown(rows, policy)
        return (name, shown, len(rows), 0, "–", "–", "–", "–", "always asked" if shown == NEVER else "none was sure enough")
    writers = collections.defaultdict(int)
    for row in accepted:
        writers[row["writer"]] += not row["right"]
    wrong, err = sum(writers.values()), sum(w > 0 for w in writers.values())
    return (name, thresholds_shown(rows, policy), len(rows), len(accepted), wrong, percent(upper_bound(wrong, len(accepted), 1 - alpha)),
            f"{err} of {len(writers)}", percent(upper_bound(err, len(writers)), 1), verdict(tested(rows, policy, alpha), len(accepted), wrong, alpha))


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "| --- |" + " ---: |" * (len(head) - 2) + " --- |"]
    return "\n".join(lines + ["| " + " | ".join(map(str, row)) + " |" for row in rows]) + "\n"


def together(groups, policy):
    """All that the policy accepts of inked fields that are not critical, as one question: the mixture of these forms."""
    rows = [r for group in groups.values() for r in group if r["inked"] and not r["critical"]]
    accepted = accepted_at(rows, policy, 1)
    wrong = sum(not r["right"] for r in accepted)
    hands = {r["writer"] for r in accepted}
    erring = {r["writer"] for r in accepted if not r["right"]}
    return (f"\nAll inked, not critical fields together, in the mixture that these forms have: {len(accepted):,} of {len(rows):,} accepted "
            f"({percent(share(len(accepted), len(rows)), 1)}), {wrong} wrong: at most {percent(upper_bound(wrong, len(accepted)))} (95 %, taken alone). "
            f"The errors are {len(erring)} people's of {len(hands)}; of new hands at most {percent(upper_bound(len(erring), len(hands)), 1)} have one on as much paper.\n")


def sequence_table(groups, policy, alpha):
    rows = [(name, f"{step:g} ×", f"{n:,}", wrong, percent(bound, 3), "holds" if holds else "does not hold")
            for name, group in groups.items() for step, n, wrong, bound, holds in tested(group, policy, alpha)]
    if not rows:
        return ""
    return ("\nThe order of tests, where n was large enough. *Doubt*: thresholds as far from certainty as the policy's, times this.\n\n" +
            table(("kind", "doubt", "accepted", "wrong", "at most wrong", ""), rows))


def text(groups, policy, options):
    open_to = sum(thresholds_shown(rows, policy) != NEVER for rows in groups.values())  # a kind that is always asked promises nothing
    alpha = ALPHA / max(1, open_to)
    writers = len({r["writer"] for rows in groups.values() for r in rows})
    intro = INTRO.format(line=options["--line"], version=options["--version"], policy=f"\"{policy['name']}\"", writers=writers, part=options["--writers"],
                         target=percent(TARGET, 1), kinds=open_to, alpha=percent(alpha, 2), needed=f"{fields_needed(alpha):,}")
    head = ("kind", "from P(right)", "fields", "accepted", "wrong", "at most wrong (exact, 5 % shared)", "writers with a wrong one",
            "hands with one: at most (95 %)", f"wrong ≤ {percent(TARGET, 1)}")
    main = table(head, [kind_row(name, rows, policy, alpha) for name, rows in groups.items()])
    limits = LIMITS.format(writers=writers, hands=percent(upper_bound(0, writers), 0))
    return intro + "\n" + main + sequence_table(groups, policy, alpha) + together(groups, policy) + limits
