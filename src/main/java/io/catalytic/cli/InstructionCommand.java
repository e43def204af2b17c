package io.catalytic.cli;

import io.catalytic.digest.Json;
import io.catalytic.instruction.Instruction;
import io.catalytic.instruction.Instructions;
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
      description = "Read an instruction; exit with 2 and name every fault if it has any.")
  int check(
      @Parameters(paramLabel = "NAME|FILE", description = "The instruction.") String instruction,
      @Mixin Output output) {
    print(Instructions.load(instruction), output);
    return ExitCode.OK;
  }

  private static void print(Instruction instruction, Output output) {
    if (output.isJson()) {
      output.object(
          Json.object()
              .put("id", instruction.id())
              .put("version", instruction.version())
              .put("digest", instruction.digest().hex())
              .put("description", instruction.description()));
    } else {
      output.text(
          "%-18s %s  %s%n", instruction.id(), instruction.version(), instruction.description());
    }
  }
}
