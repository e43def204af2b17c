; Methods with and without a body; all their parameter lists. Values that hold functions are not
; functions.
(function_definition name: (_) @name parameters: (parameters)* @params) @function
(function_declaration name: (_) @name parameters: (parameters)* @params) @function

(class_definition name: (_) @name) @class.class
(trait_definition name: (_) @name) @class.trait
(object_definition name: (_) @name) @class.object
(package_object name: (_) @name) @class.object
(enum_definition name: (_) @name) @class.enum
(type_definition name: (_) @name) @class.type

; The text of the whole tree: "scala.util.{Try, Success => Ok}".
(import_declaration) @import
