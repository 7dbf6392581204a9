"""Training of the bundled models: corpora, examples, the loop, the translator and the restorer."""
