"""What people come to read: topics, guides, offices, official terms, amounts, and the Centre's own support."""
