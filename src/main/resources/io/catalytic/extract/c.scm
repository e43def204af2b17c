; Definitions only: neither prototypes nor "struct x;". A definition whose declarator is no function
; declarator is a macro that looks like one.
(function_definition
  declarator: [(function_declarator) (pointer_declarator) (parenthesized_declarator)
               (attributed_declarator)] @name) @function

(struct_specifier name: (_) @name body: (_)) @class.struct
(union_specifier name: (_) @name body: (_)) @class.union
(enum_specifier name: (_) @name body: (_)) @class.enum
; typedef struct { … } name;
(type_definition type: (struct_specifier !name) @line declarator: (_) @name) @class.struct
(type_definition type: (union_specifier !name) @line declarator: (_) @name) @class.union
(type_definition type: (enum_specifier !name) @line declarator: (_) @name) @class.enum
; All other typedefs; each of several names in one counts.
(type_definition
  type: [(struct_specifier name: (_)) (union_specifier name: (_)) (enum_specifier name: (_))
         (primitive_type) (sized_type_specifier) (type_identifier) (macro_type_specifier)]
  declarator: (_) @name @class.type)

(preproc_include path: (_) @import)
