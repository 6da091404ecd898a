"""What facts about accounts become for those who watch: nothing, they are nobody's but their own."""

from realtime.kernel.subject import NOBODY, Subject

TOLD = Subject(
    name="account",
    told={
        "Account.Opened": NOBODY,
        "Account.CredentialChanged": NOBODY,
        "Account.RoleGranted": NOBODY,
    },
)
