"""`riskguard check-config FILE`: says what is wrong with a settings file, or what it would put in force."""

import argparse
import sys

BAD = 2


def run(args: argparse.Namespace) -> int:
    """0 for a file that can be used, 2 with every problem on a line of its own."""
    from riskguard.config.advice import advice
    from riskguard.config.file import SettingsFileError, describe, read_settings

    try:
        settings = read_settings(args.file)
    except SettingsFileError as error:
        sys.stderr.write(f"{error}\n")
        return BAD
    rules = settings.active_rules
    sys.stdout.write(f"{args.file} is fine: {len(rules)} rule{'' if len(rules) == 1 else 's'} on\n")
    if not rules:
        sys.stdout.write("  no rule is on, so nothing would be protected\n")
    for rule in rules:
        sys.stdout.write(f"  {describe(rule)}\n")
    for one in advice(settings):
        sys.stdout.write(f"  warning: {one}\n")
    return 0
