"""One adapter a file, each with a manifest: bytes in, observations out."""
