"""Run the command line: `python -m vitrans`."""

from vitrans.cli import app

app(prog_name="vitrans")
