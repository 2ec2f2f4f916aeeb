"""Farled: answers people who move to northern Sweden, and hands them over to a lots."""
