"""The client of the local API: typed, blocking, free of Qt."""
