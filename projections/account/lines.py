"""What facts about accounts are called; none of them is told in a feed."""

from projections.kernel.telling import Line, audited

LINES = {
    "Account.Opened": Line(),
    "Account.CredentialChanged": Line(audit=audited("account.change_credential")),
    "Account.RoleGranted": Line(
        audit=lambda fact: ("account.grant_role", {"role": fact.previous}, {"role": fact.role})
    ),
}
