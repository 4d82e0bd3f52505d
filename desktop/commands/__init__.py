"""desktop.commands: the command line for IT staff; works without Qt and without a screen.

One module a command, named in ``main.COMMANDS`` and loaded only when it is asked for. Each has

- ``arguments(parser: ArgumentParser, language: Language) -> None``: adds its options
- ``run(options: Namespace) -> int``: does it, prints, returns the exit code;
  ``options.language`` is "vi" or "en"; errors of ours may escape, ``main`` finds their words

and its line of help under ``commands.NAME.help`` in resources/i18n/commands.json.
"""
