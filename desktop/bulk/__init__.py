"""One act on many documents, wherever a list lets several be chosen: asked, done, told, undone."""
