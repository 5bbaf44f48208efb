"""Build places from outlines and facts; never needed at run time."""
