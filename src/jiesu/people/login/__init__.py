"""Getting in: password and second factor by django-allauth, locks, session limits."""
