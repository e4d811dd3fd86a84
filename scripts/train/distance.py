"""How far what was read is from the truth."""


def distance(a: str, b: str) -> int:
    """Fewest characters to add, drop or replace (Levenshtein's)."""
    row = list(range(len(b) + 1))
    for i, c in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, d in enumerate(b, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (c != d))
    return row[-1]
