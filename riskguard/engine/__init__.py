"""The road of one event: pure step, the loop that alone writes state, the enforcer, and the ports they use."""
