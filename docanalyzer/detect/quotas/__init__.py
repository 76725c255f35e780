"""Yearly quotas: counts per issuer, held against targets, with the reason for every verdict."""
