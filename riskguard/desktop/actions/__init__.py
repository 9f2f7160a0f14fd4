"""What one may do to oneself: lock out, flatten, clock in and out; and the order ticket of the practice mode."""
