"""The summary report: the content of a handover for its reader, one file a format."""
