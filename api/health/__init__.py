"""Whether we are well."""
