"""What makes the packages: locks, bundles, services; by the files themselves, without making one."""
