"""Learning the tables of language detection, alignment, readings and repair."""
