"""When a lots can answer: pure functions of a clock, opening hours and who is present."""
