"""Open data: everything public as datasets, by the API, as CSV and in one data package."""
