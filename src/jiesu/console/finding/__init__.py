"""Finding cases: the queue, its views and counters, the search box, acting on many at once."""
