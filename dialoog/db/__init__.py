"""The database: the engine and its transactions, what SQLite and PostgreSQL each need, the migrations, and the list of what was erased."""
