"""Taking a contact down while the customer is on the line."""
