"""Cells of workbooks and CSV files, whatever they mean."""
