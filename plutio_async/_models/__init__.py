"""Records: codecs of field values, the base of all models, bodies of writes, readers of answers."""
