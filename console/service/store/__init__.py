"""Where the service keeps what it was told: one interface, two databases."""
