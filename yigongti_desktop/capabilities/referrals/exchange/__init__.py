"""Referrals as FHIR R4 bundles: a case becomes a message, and a message of ours or of others says what it holds."""
