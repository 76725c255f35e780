"""Rules as data: YAML files to frozen, typed rules, with lint, inline examples and tuning."""
