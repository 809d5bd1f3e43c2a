"""The command line: one file a verb; engines are imported when a verb runs."""
