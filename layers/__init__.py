"""What lies on the map: features, their fields, style and files; free of Qt and of the console."""
