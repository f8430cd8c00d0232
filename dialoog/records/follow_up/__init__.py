"""What comes of an evening: how agreements go, asked of their owner at their day."""
