"""Tables that people upload: workbooks and CSV, read in a process of their own."""
