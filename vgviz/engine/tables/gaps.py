"""Rows that were left out, to be told of."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from vgviz.engine.listing import SHOWN, listed


@dataclass(slots=True)
class Gaps:
    """Rows left out for want of a value, and the first of them; a place is called ``one`` of ``many``."""

    one: str = "row"
    many: str = "rows"
    rows: int = 0
    places: list[int] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    def note(self, places: Iterable[int]) -> None:
        """Count the rows at these places."""
        for place in places:
            self.rows += 1
            if len(self.places) < SHOWN:
                self.places.append(place)

    def note_odd(self, cell: str, place: int) -> None:
        """Keep an example of a cell that holds no number where the others do."""
        if len(self.odd) < SHOWN:
            self.odd.append(f"“{cell.strip()[:20]}” in {self.one} {place}")

    def remarks(self) -> tuple[str, ...]:
        """One sentence where a row was left out."""
        if not self.rows:
            return ()
        why = "a value is missing" + (" or is no number" if self.odd else "")
        odd = f", such as {', '.join(self.odd)}" if self.odd else ""
        rows, places = ("1 row was", self.one) if self.rows == 1 else (f"{self.rows:,} rows were", self.many)
        return (f"{rows} left out because {why}: {places} {listed(self.places, self.rows)}{odd}.",)

    def add(self, others: "Gaps") -> None:
        """Take note of other rows that were left out."""
        self.rows += others.rows
        self.places = sorted((*self.places, *others.places))[:SHOWN]
        self.odd = [*self.odd, *others.odd][:SHOWN]
