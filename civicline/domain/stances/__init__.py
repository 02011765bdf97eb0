"""Which proposal a message names, and where its writer stands."""
