"""What an organiser does with a record before others read it: stage, introduction and conclusion, hidden sentences, and publishing."""
