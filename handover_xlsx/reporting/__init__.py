"""Reports for readers: gaps for the manager, the content of the handover for the successor."""
