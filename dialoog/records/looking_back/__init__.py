"""Three months on: asking who took part what changed, once, and what they answer in their own words."""
