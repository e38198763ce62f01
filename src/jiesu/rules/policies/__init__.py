"""Policy packs: what each rule book promises, as data with its clause (§6)."""
