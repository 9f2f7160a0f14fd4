"""The program among other programs: data directory, single instance, and the channel commands come in on."""
