"""Training the restorer of diacritics."""
