"""Jobs on procrastinate: put in, dispatched from the log, timed, carried out, and taken up again."""
