"""Who acts: accounts, their handles and their roles."""
