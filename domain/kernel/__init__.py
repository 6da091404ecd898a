"""What every aggregate and refusal is made of; it knows no subject."""
