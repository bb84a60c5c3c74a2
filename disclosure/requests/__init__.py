"""Requests for information (依申请公开): registered, put right, replied to, and released where it helps others."""
