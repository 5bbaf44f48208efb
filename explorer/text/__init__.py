"""Know how Chinese text is written: widths, radicals, numerals, dates, paragraphs; nothing of reforms."""
