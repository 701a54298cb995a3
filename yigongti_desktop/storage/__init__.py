"""The floor that keeps things: encrypted database, unit of work, outbox, keys, backups; knows no capability."""
