"""The rules of appraisals, in pure Python."""
