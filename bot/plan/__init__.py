"""What a move needs and when: the family card, the steps that follow, the calendar. Pure."""
