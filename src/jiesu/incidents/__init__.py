"""The register of outages (群障): declared, told of, ended; complaints join and leave (S105)."""
