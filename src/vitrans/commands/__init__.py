"""The commands: flags, one library call, printing."""
