"""What owners do for their venues on a phone, by the actions of the API."""
