"""The assessment of a year: scores, grades, objections, rewards and sanctions."""
