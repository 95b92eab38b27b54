"""The Purple Book: the council's chosen indicators side by side, with target, RAG, what chance explains, and others."""
