"""The portal and the work list as carriers: what is written is there to be read."""
