"""The rules as they were before the tables: row by row, kept to hold the tables to the same findings."""
