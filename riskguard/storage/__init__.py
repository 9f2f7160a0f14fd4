"""The journal on SQLite: what must outlive the program. The loop never waits for it."""
