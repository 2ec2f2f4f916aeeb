"""The visitor's widget: ES modules for the browser, and the page of a municipality around it."""
