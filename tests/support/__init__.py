"""Real servers and strict stand-ins that the tests start for themselves."""
