"""What pages ask of a stage, wherever it is shown."""

from domain.formats.catalogue import PLAYED
from projections.kernel.rows import Row


def is_table(row: Row) -> bool:
    """Whether standings decide the stage."""
    return PLAYED[row["played_as"]["format"]].table
