"""The journal: what outlives the program."""
