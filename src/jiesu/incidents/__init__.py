"""Mass faults: notices, joining and detaching cases."""
