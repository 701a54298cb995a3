"""The papers of referral: what the two slips say, and how a slip is laid out."""
