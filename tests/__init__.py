"""Tests of the console: they repeat the tree of what they test."""
