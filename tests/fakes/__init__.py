"""Hand-written fakes of the ports, and builders of the values that travel."""
