"""What API Gateway does in front of the console's function."""
