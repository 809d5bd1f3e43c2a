"""Settings for all tests: hypothesis profiles, and a clock nobody depends on."""

import os

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("dev", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")


@pytest.fixture
def tally(capsys):
    """The command line in this process: arguments in, (exit code, standard output, standard error) out."""
    from tallystick.cli.app import main

    def run(*arguments):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        return (left.value.code, *capsys.readouterr())

    return run
