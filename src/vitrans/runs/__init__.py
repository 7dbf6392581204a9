"""Runs over many files: a plan checked whole, outcomes as values, one bad file stops only itself.

destination = Destination(folder=Path("out"))
outcomes = run(plan(["a.txt", "news/*.md"], destination), Local(work), Keeper(write_to_stdout))
print(summary(outcomes))
sys.exit(exit_code(outcomes))
"""

from vitrans.runs.keeping import Engine, Keeper, run
from vitrans.runs.local import Local, Work
from vitrans.runs.manifest import Manifest
from vitrans.runs.outcomes import Outcome, Status, exit_code, summary
from vitrans.runs.plan import Destination, Job, Plan, plan

__all__ = [
    "Destination",
    "Engine",
    "Job",
    "Keeper",
    "Local",
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
