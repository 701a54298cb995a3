"""Pure rules of referral: slips, states and the moves of either side."""
