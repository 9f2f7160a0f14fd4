"""Settings out of plain values, for tests of what makes plain values out of settings."""

from riskguard.config.plain import Plain
from riskguard.config.settings import RULES_BY_TABLE, Settings


def settings_of(values: Plain) -> Settings:
    """ValueError (pydantic's) where the values do not fit together."""
    rules = {table: RULES_BY_TABLE[table].model_validate(fields) for table, fields in values.get("rules", {}).items()}
    return Settings.model_validate({**values, "rules": rules})
