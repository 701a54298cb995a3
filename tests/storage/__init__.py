"""What is kept: encrypted files, transactions, keys, backups; disks that fill and clocks that lie."""
