; Functions, methods, and signatures in traits and extern blocks. The container of a method is the
; type of its impl block, which is no definition itself. Closures are anonymous; what macros make
; is not seen.
(function_item name: (_) @name parameters: (parameters) @params) @function
(function_signature_item name: (_) @name parameters: (parameters) @params) @function
(impl_item type: (_) @name) @scope

(struct_item name: (_) @name) @class.struct
(enum_item name: (_) @name) @class.enum
(union_item name: (_) @name) @class.union
(trait_item name: (_) @name) @class.trait
(type_item name: (_) @name) @class.type
(mod_item name: (_) @name body: (_)) @class.module

; The text of the whole use tree: "std::collections::{HashMap, VecDeque as Deque}".
(use_declaration argument: (_) @import)
(extern_crate_declaration name: (_) @import)
