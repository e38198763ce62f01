"""The technician's phone."""
