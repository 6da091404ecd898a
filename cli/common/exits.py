"""How a command may end, and the one sentence that says why."""

import sys
import traceback
from collections.abc import Callable

from bootstrap.errors import Different, Interrupted, Refused, Unreachable

OK, DIFFERENT, USAGE, REFUSED, UNREACHABLE, BROKEN, INTERRUPTED = 0, 1, 2, 3, 4, 70, 130
MEANING = {
    OK: "done",
    DIFFERENT: "done, and what was examined is not as it should be (`replay`, `doctor`)",
    USAGE: "the command line was not understood",
    REFUSED: "refused: a setting, a file or a rule does not allow it",
    UNREACHABLE: "the database or the server cannot be reached",
    BROKEN: "a mistake of ours; the traceback says where",
    INTERRUPTED: "interrupted",
}


def guarded(run: Callable[[], None]) -> int:
    """Run, and turn whatever ends it into an exit code."""
    try:
        run()
    except Different:
        return DIFFERENT
    except (KeyboardInterrupt, Interrupted):
        return INTERRUPTED
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else USAGE
    except Exception as error:
        return _known(error)
    return OK


def _known(error: Exception) -> int:
    import psycopg

    from bootstrap.container import NotMigrated
    from bootstrap.postgres.binaries import PostgresUnavailable
    from bootstrap.settings import SettingsRefused
    from domain.kernel.refusals import Refusal
    from eventstore.migrate import MigrationChanged
    from eventstore.records import StoreUnavailable
    from projections.kernel.filling import Untaken

    if isinstance(error, psycopg.errors.InsufficientPrivilege):
        return _said(REFUSED, Refused(f"{error} (migrations need the owner: DATABASE_OWNER_URL)"))
    if isinstance(error, (Refused, Refusal, SettingsRefused, NotMigrated, MigrationChanged, Untaken)):
        return _said(REFUSED, error)
    if isinstance(error, (Unreachable, PostgresUnavailable, StoreUnavailable, psycopg.OperationalError)):
        return _said(UNREACHABLE, error)
    traceback.print_exception(error)
    return BROKEN


def _said(code: int, error: Exception) -> int:
    sys.stderr.write(f"palio: {str(error).strip()}\n")
    return code
