"""Pure state: lockouts, deadlines, resets, ledgers, and the state of one guarded account. No I/O, no clock."""
