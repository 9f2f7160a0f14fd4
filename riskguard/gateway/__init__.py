"""The gateway link: the SDK as transport, everything about it that can lie or die under control. Holds no rules."""
