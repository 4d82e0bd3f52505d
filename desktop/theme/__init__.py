"""The look: colours, type, icons and the one stylesheet. Nothing outside this folder holds a
colour."""
