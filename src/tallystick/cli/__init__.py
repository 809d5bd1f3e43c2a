"""The command line: one file a verb; engines are imported when a verb runs."""


def main() -> None:
    """The command `tally`; an interruption before it has begun is one as well, and no traceback."""
    try:
        from tallystick.cli.app import main as run

        run()
    except KeyboardInterrupt:
        import sys

        sys.stderr.write("tally: interrupted\n")
        sys.exit(130)
