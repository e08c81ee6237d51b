"""The map engine: canvas, camera, planes, painters, labels, tiles and tools."""
