"""The API of vitrans' own: small, typed, in JSON; /openapi.json describes it.

A module an endpoint: what it takes, what it gives, and one call to the toolkit.
"""
