"""What can be added to the console without touching it: feed adapters and the QGIS plugin."""
