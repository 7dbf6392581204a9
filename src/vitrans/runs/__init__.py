"""Runs over many files: a plan checked whole, outcomes as values, one bad file stops only itself.

destination = Destination(folder=Path("out"))
outcomes = run(plan(["a.txt", "news/*.md"], destination), work, emit=write_to_stdout)
print(summary(outcomes))
sys.exit(exit_code(outcomes))
"""

from vitrans.runs.local import Work, run
from vitrans.runs.manifest import Manifest
from vitrans.runs.outcomes import Outcome, Status, exit_code, summary
from vitrans.runs.plan import Destination, Job, Plan, plan

__all__ = [
    "Destination",
    "Job",
    "Manifest",
    "Outcome",
    "Plan",
    "Status",
    "Work",
    "exit_code",
    "plan",
    "run",
    "summary",
]
