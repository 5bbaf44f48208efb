"""What may be asked, and how it is written in an address."""
