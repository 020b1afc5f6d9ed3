"""Integration activities, campaigns and meetings."""
