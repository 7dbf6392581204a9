"""Whether a translation model is driven as it was trained: probes, what went wrong, and why."""

from vitrans.evaluation.doctor.examine import Finding, examine, refuse_if_faulty
from vitrans.evaluation.doctor.symptoms import Symptom

__all__ = ["Finding", "Symptom", "examine", "refuse_if_faulty"]
