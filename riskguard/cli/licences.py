"""`riskguard licences`: what the program is made of and under which terms."""

import argparse
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--full", action="store_true", help="every licence's text, not only the list")


def run(args: argparse.Namespace) -> int:
    from riskguard.service.licences import text

    found = text()
    sys.stdout.write(found if args.full else found.partition("\n" + "=" * 20)[0] + "\n")
    return 0
