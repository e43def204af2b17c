/**
 * Whether a JSON value has the form that it should: {@link io.catalytic.schema.JsonSchema} and the
 * located {@link io.catalytic.schema.Violation}s that it finds.
 *
 * <p>Everything that comes from outside (an instruction, a job, a model's answer, a record of an
 * earlier run) passes a JSON Schema of draft 2020-12 before anything else looks at it. What is
 * found is for people and for models alike, so it is said in one form, {@code pointer: what was
 * expected; what was there}, and in one order; an unknown key with the nearest known one. A schema
 * can word a fault itself, in {@code errorMessage} beside the keyword (an extension, which other
 * validators pass over), and its defaults can be filled in.
 *
 * <p>The validator is networknt's. It stays inside this room: its messages carry no location, its
 * order of errors is that of its traversal, and by default it would look up references in files and
 * on the class path, which a schema from outside must not make it do.
 */
@NullMarked
package io.catalytic.schema;

import org.jspecify.annotations.NullMarked;
