"""The text of article files: web pages, Word files, PDFs."""
