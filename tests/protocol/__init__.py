"""What desk and hub share on the wire, in good and in bad shape."""
