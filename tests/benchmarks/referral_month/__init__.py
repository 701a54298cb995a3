"""A scripted month of referral in 天门, and what has to be so at its end."""
