"""What compared runs are called."""

RUN_LETTERS = "ABCD"
MOST_RUNS = len(RUN_LETTERS)
