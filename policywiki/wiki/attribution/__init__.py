"""Who wrote what stands on a page: each sentence, each word of it, through rewordings, merges and restores.

Pure: sentences.py cuts texts, origins.py finds where words come from, parts.py reads a page's content.
stored.py keeps the result beside each edition; authors.py turns it into what a reader sees.
"""
