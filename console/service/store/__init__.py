"""How the service keeps the truth: one interface, SQLite embedded, PostgreSQL for a room of consoles."""
