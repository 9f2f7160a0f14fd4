"""The settings file: what is taken and what is said about the rest."""
