"""The rules that rectifications follow, and their source."""

PRACTICE = "党风廉政建设责任制规定；整改期限和复查按镇纪委整改通知书"
"""What the steps of a rectification rest on."""

RECHECK_DAYS = 10
"""Calendar days within which what was reported is checked again; a practice of township discipline offices."""
