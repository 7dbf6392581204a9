"""Training the translator: a pretrained encoder, and a decoder fitted to it."""
