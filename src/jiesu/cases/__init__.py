"""The complaint itself: flow, moves, ledger, clocks, evidence, messages, search."""
