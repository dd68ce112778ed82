"""What compared runs are called."""

RUN_LETTERS = "ABCD"
MOST_RUNS = len(RUN_LETTERS)


def run_prefix(run: int, runs: int) -> str:
    """``B: `` before words about one of several ``runs``; nothing where it is alone."""
    return f"{RUN_LETTERS[run]}: " if runs > 1 else ""
