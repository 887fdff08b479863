# The help of commands and arguments in English is in their doc comments; here are the words around it.
help-heading-usage = Usage
help-heading-commands = Commands
help-heading-arguments = Arguments
help-heading-options = Options
help-heading-globals = Global options
help-heading-examples = Examples
help-possible = possible values
help-default = default
value-command = COMMAND
value-options = OPTIONS
