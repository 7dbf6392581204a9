"""What all trainers share: corpora, examples, settings, checkpoints, optimisers, the loop."""
