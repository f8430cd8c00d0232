"""How commands arrive and answers leave: sockets and HTTP, with their rate limits."""
