"""The one schema: what a reform and a source are, how they are named, checked and compared."""
