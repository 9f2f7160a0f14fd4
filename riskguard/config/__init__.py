"""Settings: what riskguard.toml may say, checked, with errors that name the file, the line and the cure."""
