; Methods with and without a body, constructors, and the elements of annotations.
(method_declaration name: (identifier) @name parameters: (formal_parameters) @params) @function
(constructor_declaration name: (identifier) @name parameters: (formal_parameters) @params) @function
(compact_constructor_declaration name: (identifier) @name) @function
(annotation_type_element_declaration name: (identifier) @name) @function

(class_declaration name: (identifier) @name) @class.class
(interface_declaration name: (identifier) @name) @class.interface
(enum_declaration name: (identifier) @name) @class.enum
(record_declaration name: (identifier) @name) @class.record
(annotation_type_declaration name: (identifier) @name) @class.annotation

; "a.b.C", of import static too; "a.b.*".
(import_declaration [(scoped_identifier) (identifier)] @import (asterisk)? @import)
