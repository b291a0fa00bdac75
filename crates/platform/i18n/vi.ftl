# Sentences of the floor.
