"""Pictures and papers put to a record of any capability: who may, how they travel, how they are shown."""
