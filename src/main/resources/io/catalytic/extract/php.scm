; Functions and methods, with and without a body; closures and arrow functions are anonymous.
(function_definition name: (_) @name parameters: (_) @params) @function
(method_declaration name: (_) @name parameters: (_) @params) @function

(class_declaration name: (_) @name) @class.class
(interface_declaration name: (_) @name) @class.interface
(trait_declaration name: (_) @name) @class.trait
(enum_declaration name: (_) @name) @class.enum
(namespace_definition name: (_) @name body: (_)) @class.namespace

; use A\B; and each name of use A\{B, C as D}; require and include with a literal.
(namespace_use_declaration (namespace_use_clause . (_) @import))
(namespace_use_declaration (namespace_name) @import
  body: (namespace_use_group (namespace_use_clause . (_) @import)))
([(require_expression (string) @import)
  (require_once_expression (string) @import)
  (include_expression (string) @import)
  (include_once_expression (string) @import)])
