"""Leaders' visit days: the rules, the roster made of them, bookings, the day itself, and what was promised there."""
