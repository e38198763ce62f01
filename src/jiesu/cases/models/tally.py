"""How many cases are open, told apart by what lists count: a small table kept by every move."""

from django.db import models


class Tally(models.Model):
    """So many open cases more (or fewer) of one kind; the sum over a kind is how many there are.

    Rows are added by the database itself in the transaction that changes the case, and folded
    together by the upkeep (``cases/tally.py``). Nobody else writes here.
    """

    organisation = models.BigIntegerField()
    """Identity of the unit; no reference, because checking it would cost intake a look-up."""
    owner = models.BigIntegerField()
    """Identity of the member of staff who answers for them; 0 for nobody."""
    external = models.BooleanField()
    """Sent by an authority."""
    repeated = models.BooleanField()
    pressed = models.BooleanField()
    """The customer pressed."""
    n = models.IntegerField()

    class Meta:
        indexes = (
            models.Index(fields=("organisation",), name="tally_unit"),
            models.Index(fields=("owner",), name="tally_owner"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} {self.owner} {self.n:+}"
