"""The database: the engine and its transactions, what SQLite and PostgreSQL each need, and the migrations."""
