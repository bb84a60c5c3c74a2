"""The kernel: what everything else stands on. It imports nothing of ours."""
