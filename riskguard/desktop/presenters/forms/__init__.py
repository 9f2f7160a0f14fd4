"""Forms made from the settings' own models: which fields there are, what their texts mean, what a save would do."""
