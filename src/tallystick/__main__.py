"""`python -m tallystick` is `tally`."""

from tallystick.cli.app import main

main()
