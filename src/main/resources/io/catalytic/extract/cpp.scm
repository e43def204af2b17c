; Definitions only, with "= default" and "= delete": neither prototypes nor pure virtual functions
; nor "class x;". "ns::A::f" has the name f and the container ns.A; lambdas are anonymous.
(function_definition
  declarator: [(function_declarator) (pointer_declarator) (reference_declarator)
               (parenthesized_declarator) (attributed_declarator) (operator_cast)] @name) @function

(class_specifier name: (_) @name body: (_)) @class.class
(struct_specifier name: (_) @name body: (_)) @class.struct
(union_specifier name: (_) @name body: (_)) @class.union
(enum_specifier name: (_) @name body: (_)) @class.enum
(namespace_definition name: (_) @name) @class.namespace
(alias_declaration name: (_) @name) @class.type
; typedef struct { … } name;
(type_definition type: (struct_specifier !name) @line declarator: (_) @name) @class.struct
(type_definition type: (union_specifier !name) @line declarator: (_) @name) @class.union
(type_definition type: (enum_specifier !name) @line declarator: (_) @name) @class.enum
; All other typedefs; each of several names in one counts.
(type_definition
  type: [(struct_specifier name: (_)) (union_specifier name: (_)) (enum_specifier name: (_))
         (class_specifier name: (_)) (primitive_type) (sized_type_specifier) (type_identifier)
         (qualified_identifier) (template_type) (decltype) (dependent_type)]
  declarator: (_) @name @class.type)

(preproc_include path: (_) @import)
