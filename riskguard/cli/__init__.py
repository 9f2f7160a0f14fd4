"""The command line, for traders and admins. Modules import what they need only when their command runs."""
