; A method's container is its receiver's type. Methods that an interface asks for count.
(function_declaration name: (identifier) @name parameters: (parameter_list) @params) @function
(method_declaration
  receiver: (parameter_list (parameter_declaration type: (_) @owner))
  name: (field_identifier) @name
  parameters: (parameter_list) @params) @function
(method_elem name: (field_identifier) @name parameters: (parameter_list) @params) @function

(type_spec name: (type_identifier) @name type: (struct_type)) @class.struct
(type_spec name: (type_identifier) @name type: (interface_type)) @class.interface
(type_spec name: (type_identifier) @name) @class.type
(type_alias name: (type_identifier) @name) @class.type

(import_spec path: (_) @import)
