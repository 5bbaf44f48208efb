"""Draft reforms from an article, for review."""
