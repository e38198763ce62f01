"""The roof: settings, urls, commands, all that runs by the clock, and when X happened then Y."""
