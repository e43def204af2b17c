; Methods with and without a body, constructors, destructors, operators, local functions.
; Properties and accessors are no functions; lambdas are anonymous.
(method_declaration name: (_) @name parameters: (_) @params) @function
(constructor_declaration name: (_) @name parameters: (_) @params) @function
(destructor_declaration name: (_) @name) @function
(operator_declaration operator: _ @name parameters: (_) @params) @function
(local_function_statement name: (_) @name parameters: (_) @params) @function

(class_declaration name: (_) @name) @class.class
(interface_declaration name: (_) @name) @class.interface
(struct_declaration name: (_) @name) @class.struct
(enum_declaration name: (_) @name) @class.enum
(record_declaration name: (_) @name) @class.record
(delegate_declaration name: (_) @name) @class.type
(namespace_declaration name: (_) @name) @class.namespace
(file_scoped_namespace_declaration name: (_) @name) @class.namespace

; What is used, behind "static" and "alias =".
(using_directive (_) @import .)
