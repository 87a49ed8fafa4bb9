"""Short links behind the QR codes on the street: what a code stands for."""
