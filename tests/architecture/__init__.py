"""Tests of the house itself: its walls, its words and what it ships."""
