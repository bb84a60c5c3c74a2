"""The kernel: what everything else is built on. It imports nothing of ours."""
