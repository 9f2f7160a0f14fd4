"""The program ended at the worst moments, and started again."""
