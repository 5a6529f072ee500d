"""Many handovers as one."""
