"""What one can learn at the Centre, and when."""
