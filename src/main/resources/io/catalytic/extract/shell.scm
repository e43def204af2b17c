(function_definition name: (_) @name) @function

; source FILE and . FILE, as written.
((command name: (command_name) @_command . argument: (_) @import)
  (#any-of? @_command "source" "."))
