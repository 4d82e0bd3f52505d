"""Making copies (sao y, sao lục, trích sao) of documents: what they need, the sheet, the pages."""
