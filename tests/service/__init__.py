"""The program among other programs."""
