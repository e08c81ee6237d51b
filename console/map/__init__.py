"""The map engine: a picture made of cached tiles, drawn by QPainter, that keeps its pace without a graphics card."""
