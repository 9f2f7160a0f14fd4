"""What build.spec makes the one-file program with: icon, Windows resources, the parts of Qt that are used, licences."""
