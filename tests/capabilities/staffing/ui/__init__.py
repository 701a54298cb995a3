"""请假换班 and 交接班 at the screen."""
