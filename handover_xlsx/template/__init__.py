"""What a handover must contain: the template language, its model and the shipped templates."""
