"""What the measurements need and is no measurement itself."""
