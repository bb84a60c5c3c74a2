"""The rules inspections follow, with what they rest on."""

BASIS = "《中国共产党党内监督条例》第二十六条"
"""Inspection by the discipline commission; what is found is put right within the time it sets."""
PRACTICE = "乡镇专项检查做法"
BOTH_LINES = "《关于实行党风廉政建设责任制的规定》第四章"
"""Both responsible lines answer for what is not put right: those who do it, and those who supervise it (一案双查)."""
DAYS_TO_PUT_RIGHT = 30
"""Calendar days a notice proposes for what is to be put right (practice: within a month)."""
