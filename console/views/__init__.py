"""Widgets of the desk: they show state and send commands, nothing else."""
