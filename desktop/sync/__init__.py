"""How this machine exchanges work with the server and, by hand, with other machines."""
