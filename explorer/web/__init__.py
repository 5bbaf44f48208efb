"""Pages and API: each view parses the question, asks below, renders the answer."""
