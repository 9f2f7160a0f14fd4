"""Tests of the gateway link: pure parts by tables, the rest over real sockets against the paper gateway."""
