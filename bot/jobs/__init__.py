"""Vacancies: occupations, the job service and its adverts. Knows no rasa."""
