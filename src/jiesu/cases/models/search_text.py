"""The searchable words of a case: character bigrams and whole words (design 6)."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from jiesu.cases.models.case import Case


class SearchText(models.Model):
    """Derived; holds the week of receipt and the units above the case as words besides.

    So a search walks back through time inside one index (``cases/search.py``).
    """

    case = models.OneToOneField(Case, models.CASCADE, primary_key=True, related_name="search_text")
    words = SearchVectorField()

    class Meta:
        indexes = (GinIndex(fields=("words",), name="search_words"),)

    def __str__(self) -> str:
        return str(self.case_id)
