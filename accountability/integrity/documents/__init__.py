"""Papers of integrity. They are Chinese, as official papers are."""
