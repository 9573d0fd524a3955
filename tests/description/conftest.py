"""Fixtures for tests that read the description."""

from tests.parsed_once import yaml_parsed_once

__all__ = ["yaml_parsed_once"]
