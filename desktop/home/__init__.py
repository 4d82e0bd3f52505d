"""Work lists: what needs the person now, what he waits for, what his unit has open."""
