"""The change report: what differs between two states of a handover, one file a format."""
