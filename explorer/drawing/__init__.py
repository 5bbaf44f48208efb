"""How it looks outside HTML: maps, charts, briefs on paper."""
