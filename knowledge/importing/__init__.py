"""Takes in what offices hand over: catalogues, statutes, tables of questions, documents, halls."""
