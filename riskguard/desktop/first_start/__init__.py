"""The first start: five small pages, and nothing written before the last."""
