"""接诉: complaint handling for a broadband operator."""
