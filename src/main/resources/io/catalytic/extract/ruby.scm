; Instance and singleton methods. Blocks and lambdas are anonymous; what define_method and
; attr_accessor make is not seen.
(method name: (_) @name parameters: (_)? @params) @function
(singleton_method name: (_) @name parameters: (_)? @params) @function

(class name: (_) @name) @class.class
(module name: (_) @name) @class.module

((call !receiver method: (identifier) @_method
  arguments: (argument_list . (string . (string_content) @import .) .))
  (#any-of? @_method "require" "require_relative" "load"))
