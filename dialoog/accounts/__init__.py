"""Who is asking (tokens, authentication) and who may do what outside the room (policy, access). In the room the rules decide."""
