"""Thin Qt item models over the state."""
