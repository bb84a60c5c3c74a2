"""A list as data to take away, as an empty workbook, and on paper."""
