"""What one message adds to the reports."""
