"""The town's own budget, its execution and final accounts, and the three public expenses."""
