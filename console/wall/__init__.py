"""Scenes for the video wall: no controls, no names, no phones."""
