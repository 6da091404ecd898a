"""Refusals of seedings: orders and files that do not name the entrants."""

from domain.kernel.refusals import Refusal


class InvalidSeeds(Refusal):
    """Seeds must name every entrant exactly once."""

    code, status, template = "invalid_seeds", 422, "Seeds must name every entrant once: {problem}."


class WrongSeedingFile(Refusal):
    """A file to seed by names every entrant once, and nobody else."""

    code, status = "seeding_file", 422
    template = "The file does not name the entrants: `problems` says what is wrong, line by line."


class NotKeptApart(Refusal):
    """Seeds decide who can meet when only where the whole field is drawn to be knocked out."""

    code = "not_kept_apart"
    template = "Only single elimination, and double elimination from its first round, keeps entrants apart."
