"""The tables of appraisal."""
