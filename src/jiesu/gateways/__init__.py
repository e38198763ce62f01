"""Systems we call, a folder each: a real one and a pretend one."""
