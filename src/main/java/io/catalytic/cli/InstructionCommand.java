package io.catalytic.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.instruction.Instruction;
import io.catalytic.instruction.Instructions;
import io.catalytic.instruction.InvalidInstructionException;
import io.catalytic.schema.Violation;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code instruction …}: what can be asked. */
@Command(
    name = "instruction",
    description = "Show what workers can be asked, and check an instruction of your own.")
final class InstructionCommand {

  @Command(name = "list", description = "List the built-in instructions.")
  int list(@Mixin Output output) {
    Instructions.builtIn().forEach(id -> print(Instructions.named(id), output));
    return ExitCode.OK;
  }

  @Command(
      name = "check",
      description =
          "Read an instruction; exit with 2 and name every fault if it has any, each with its place"
              + " as a JSON pointer and what to do.")
  int check(
      @Parameters(paramLabel = "NAME|FILE", description = "The instruction.") String source,
      @Mixin Output output) {
    try {
      Instruction instruction = Instructions.load(source);
      if (output.isJson()) {
        output.object(report(source, List.of()).set("instruction", json(instruction)));
      } else {
        print(instruction, output);
      }
      return ExitCode.OK;
    } catch (InvalidInstructionException e) {
      if (output.isJson()) {
        output.object(report(source, e.violations()).putNull("instruction"));
      } else {
        e.faults().forEach(output::remark);
      }
      return ExitCode.BAD_INPUT;
    }
  }

  /** {@code schemas/instruction-check.schema.json}. */
  private static ObjectNode report(String source, List<Violation> violations) {
    ObjectNode report = Json.object().put("schema_version", "1.0").put("source", source);
    report.put("valid", violations.isEmpty());
    ArrayNode faults = report.putArray("faults");
    for (Violation violation : violations) {
      faults.addObject().put("pointer", violation.pointer()).put("message", violation.message());
    }
    return report;
  }

  private static ObjectNode json(Instruction instruction) {
    return Json.object()
        .put("id", instruction.id())
        .put("version", instruction.version())
        .put("digest", instruction.digest().hex())
        .put("description", instruction.description());
  }

  private static void print(Instruction instruction, Output output) {
    if (output.isJson()) {
      output.object(json(instruction));
    } else {
      output.text(
          "%-18s %s  %s%n", instruction.id(), instruction.version(), instruction.description());
    }
  }
}
