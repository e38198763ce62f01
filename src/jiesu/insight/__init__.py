"""Reports and figures: reads only."""
