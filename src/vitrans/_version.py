"""The version of vitrans, here and nowhere else."""

__version__ = "0.1.0"
