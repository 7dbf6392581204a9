"""Metrics: of translations as sacrebleu and COMET compute them, of restoration and other tasks."""
