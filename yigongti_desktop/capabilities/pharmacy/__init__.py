"""Drug requests from a clinic to the central pharmacy and deliveries back; knows no other capability."""
