"""What is typed of a list, and what is read of a workbook."""
