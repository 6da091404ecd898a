"""What facts about games are called; none of them is told in a feed."""

from projections.kernel.telling import Line, audited

LINES = {
    "Game.Added": Line(audit=audited("game.add", None, "slug", "rules")),
    "Game.Changed": Line(audit=lambda fact: ("game.change", fact.before, fact.after)),
    "Game.Retired": Line(audit=audited("game.retire")),
    "Game.Restored": Line(audit=audited("game.restore")),
}
