"""Mail without AWS: reading (RFC 5322, MIME), quotation splitting, loop protection, threading and replies."""
