"""居民 at the screen: found, registered, corrected."""
