; A function that is bound to a name counts under that name, first pattern first; one that is not and
; has a name of its own under that; all others are anonymous.
(variable_declarator name: (identifier) @name
  value: [(arrow_function parameters: (_) @params)
          (arrow_function parameter: (_) @params)
          (function_expression parameters: (_) @params)
          (generator_function parameters: (_) @params)] @function)
(assignment_expression
  left: [(identifier) @name
         (member_expression property: [(property_identifier) (private_property_identifier)] @name)]
  right: [(arrow_function parameters: (_) @params)
          (arrow_function parameter: (_) @params)
          (function_expression parameters: (_) @params)
          (generator_function parameters: (_) @params)] @function)
(pair
  key: [(property_identifier) @name (string (string_fragment) @name)]
  value: [(arrow_function parameters: (_) @params)
          (arrow_function parameter: (_) @params)
          (function_expression parameters: (_) @params)
          (generator_function parameters: (_) @params)] @function)
(field_definition property: (_) @name
  value: [(arrow_function parameters: (_) @params)
          (arrow_function parameter: (_) @params)
          (function_expression parameters: (_) @params)
          (generator_function parameters: (_) @params)] @function)
(function_declaration name: (_) @name parameters: (_) @params) @function
(generator_function_declaration name: (_) @name parameters: (_) @params) @function
(method_definition name: (_) @name parameters: (_) @params) @function
(function_expression name: (_) @name parameters: (_) @params) @function
(generator_function name: (_) @name parameters: (_) @params) @function

(variable_declarator name: (identifier) @name value: (class) @class.class)
(class_declaration name: (_) @name) @class.class
(class name: (_) @name) @class.class

; import and export … from, require("…") and import("…") with a literal.
(import_statement source: (string) @import)
(export_statement source: (string) @import)
(call_expression function: (import) arguments: (arguments . (string) @import))
((call_expression function: (identifier) @_function arguments: (arguments . (string) @import .))
  (#eq? @_function "require"))
