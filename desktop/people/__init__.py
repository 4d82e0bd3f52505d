"""Who works on this machine: enrolment of the machine, its people, their passphrases and keys."""
