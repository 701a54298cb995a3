"""kill -9 at random moments in desks, hub and database server, each a process of its own under load."""
