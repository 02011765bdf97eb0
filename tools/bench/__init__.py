"""What Civicline costs in time, calls and money, each number beside its peer or limit from the same run."""
