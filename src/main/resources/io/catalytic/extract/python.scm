; Functions and classes as Python's own ast counts them: a line is that of def, async or class.
; Lambdas are anonymous.
(function_definition name: (identifier) @name parameters: (parameters) @params) @function @line

(class_definition name: (identifier) @name) @class.class @line

; import a.b as c: "a.b". from ..x import y: "..x.y". from x import *: "x.*".
(import_statement name: [(dotted_name) @import (aliased_import name: (_) @import)])
(future_import_statement "__future__" @import
  name: [(dotted_name) @import (aliased_import name: (_) @import)])
(import_from_statement module_name: (_) @import
  name: [(dotted_name) @import (aliased_import name: (_) @import)])
(import_from_statement module_name: (_) @import (wildcard_import) @import)
