; Functions and methods, initializers as "init", "deinit", and what a protocol asks for. A parameter's
; name is the one inside. Closures, accessors and subscripts are not functions here.
(function_declaration name: _ @name) @function @params
(protocol_function_declaration name: _ @name) @function @params
(init_declaration name: _ @name) @function @params
(deinit_declaration "deinit" @name) @function

(class_declaration declaration_kind: "class" name: (_) @name) @class.class
(class_declaration declaration_kind: "actor" name: (_) @name) @class.class
(class_declaration declaration_kind: "struct" name: (_) @name) @class.struct
(class_declaration declaration_kind: "enum" name: (_) @name) @class.enum
(class_declaration declaration_kind: "extension" name: (_) @name) @class.extension
(protocol_declaration name: (_) @name) @class.protocol
(typealias_declaration name: (type_identifier) @name) @class.type

(import_declaration (identifier) @import)
