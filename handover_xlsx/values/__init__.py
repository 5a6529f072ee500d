"""From what a cell contains to a value of its field's type, and back to what people see."""
