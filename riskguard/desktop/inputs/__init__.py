"""What people type and choose with: fields, switches, segments, chips, rows."""
