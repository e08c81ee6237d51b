"""The local API: one writer, one event log, free of Qt."""
