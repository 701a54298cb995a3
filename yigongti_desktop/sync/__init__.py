"""The desk's half of sync: one door to the hub, batches up, records down, an honest account of both."""
