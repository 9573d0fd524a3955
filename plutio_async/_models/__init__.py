"""Records: codecs of field values, the base of models, the bodies of writes, decoders of answers."""
