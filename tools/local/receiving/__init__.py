"""What Amazon SES does with mail that arrives."""
