"""The tour: one shift through the real windows, by keys and mouse; a demonstration, a test, the handbook's pictures."""
