"""药品请领 at the screen: written, decided, sent, counted."""
