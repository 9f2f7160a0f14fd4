"""Which language the windows speak: catalogues, how they are read and put to use, and how they are kept complete."""
