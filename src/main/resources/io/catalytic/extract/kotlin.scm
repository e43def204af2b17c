; Functions and methods, and secondary constructors under the name "constructor". A primary
; constructor is part of its class; lambdas are anonymous.
(function_declaration (simple_identifier) @name (function_value_parameters) @params) @function
(secondary_constructor "constructor" @name (function_value_parameters) @params) @function

(class_declaration "interface" (type_identifier) @name) @class.interface
(class_declaration "enum" (type_identifier) @name) @class.enum
(class_declaration (modifiers (class_modifier "annotation")) (type_identifier) @name) @class.annotation
(class_declaration "class" (type_identifier) @name) @class.class
(object_declaration (type_identifier) @name) @class.object
(companion_object (type_identifier) @name) @class.object
(type_alias (type_identifier) @name) @class.type

(import_header (identifier) @import (wildcard_import)? @import)
