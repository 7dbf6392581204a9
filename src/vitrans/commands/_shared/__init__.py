"""What several commands share: options, messages, progress, runs over files."""
