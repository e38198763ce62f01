"""The live stream: what moved, told to the screens that show it, by a process of its own."""
