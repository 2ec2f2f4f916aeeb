"""What happened at Farled, counted for coordinators and financiers; no visitor can be seen."""
