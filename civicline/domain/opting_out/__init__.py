"""Who must not be written to: telling a wish from an opinion, the ledger, and its clock."""
