"""The whole program on a real desktop of two screens, driven from outside as a user would."""
