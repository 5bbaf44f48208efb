"""The one intake: from a candidate to a saved revision."""
