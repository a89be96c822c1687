"""How a batch behaves at size: two workers against one, ten thousand files, a million by simulation, and kills."""
