package io.catalytic.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParserPoolTest {
  /** Breaks an assertion of the grammar, whose scanner keeps the word's length in a byte. */
  private static final String DEADLY = "x <<\"" + "a".repeat(300) + "\n";

  /** One token that takes the scanner half a minute or more, which nothing can stop. */
  private static final String ENDLESS = "a".repeat(4 << 20);

  private static final int SIZE = 2;

  private final Set<Long> before = children();
  private final ParserPool pool = new ParserPool(ParserCommand.ofThisJava(), SIZE);

  @AfterEach
  void leavesNoProcess() {
    pool.close();
    assertThat(started()).isEmpty();
  }

  @Test
  void aTextThatCrashesTheParserIsAFaultAndTheNextIsAnswered() throws Exception {
    for (int i = 0; i < 2; i++) {
      assertFault(ModelFault.WORKER_CRASHED, Language.RUBY, DEADLY, Extract.PATIENCE)
          .hasMessageContaining("the parser crashed on this text: ")
          .hasMessageContaining("size == length");
      assertThat(ask("def f; end")).contains("\"f\"");
    }
  }

  @Test
  void aProcessKilledFromOutsideIsReplaced() throws Exception {
    String answer = ask("def f; end");
    kill(started());
    assertThat(ask("def f; end")).isEqualTo(answer);
    assertThat(started()).hasSize(1);
  }

  @Test
  void aProcessKilledFromOutsideInMidRequestIsReplacedIfItHadAnsweredBefore() throws Exception {
    ask("def f; end");
    Set<Long> first = started();
    FutureTask<String> answer = new FutureTask<>(() -> ask("def f; end\n".repeat(100_000)));
    begin(answer);
    kill(first);
    assertThat(answer.get()).startsWith("{\"functions\":[{\"name\":\"f\"");
    assertThat(started()).doesNotContainAnyElementsOf(first);
  }

  @Test
  void manyThreadsShareFewProcesses() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String name = "f" + i;
        answers.add(threads.submit(() -> ask("def " + name + "; end")));
      }
      for (int i = 0; i < answers.size(); i++) {
        assertThat(answers.get(i).get()).contains("\"f" + i + "\"");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(started()).hasSizeBetween(1, SIZE);
  }

  @Test
  void aParseThatCannotBeStoppedIsKilledAfterItsLimit() throws Exception {
    assertFault(ModelFault.TOO_SLOW, Language.SCALA, ENDLESS, Duration.ofMillis(200))
        .hasMessageContaining("within 200 ms");
    assertThat(ask("def f; end")).contains("\"f\"");
  }

  @Test
  void anInterruptEndsTheParseAtOnce() throws Exception {
    FutureTask<String> answer =
        new FutureTask<>(
            () -> pool.ask(new Question.OfCode(Language.SCALA, ENDLESS, Extract.PATIENCE)));
    begin(answer).interrupt();
    assertThatThrownBy(() -> answer.get(20, TimeUnit.SECONDS))
        .hasCauseInstanceOf(InterruptedException.class);
    assertThat(ask("def f; end")).contains("\"f\"");
  }

  @Test
  void anIdleProcessIsKeptForTheNext() throws Exception {
    pool.ready();
    Set<Long> first = started();
    ask("def f; end");
    pool.ready();
    ask("def f; end");
    assertThat(started()).isEqualTo(first).hasSize(1);
  }

  @Test
  void whatCannotBeStartedIsSaid(@TempDir Path empty) {
    try (ParserPool none = new ParserPool(ParserCommand.of(empty.resolve("java")), 1)) {
      assertThatThrownBy(none::ready)
          .isInstanceOfSatisfying(
              ModelException.class, e -> assertThat(e.fault()).isEqualTo(ModelFault.UNREACHABLE))
          .hasMessageContaining("cannot start its parser");
    }
  }

  /** Returns the thread that runs it, once it waits for a process that it has asked. */
  private Thread begin(FutureTask<?> task) throws Exception {
    pool.ready();
    Thread thread = new Thread(task);
    thread.start();
    while (thread.getState() != Thread.State.TIMED_WAITING && !task.isDone()) {
      Thread.onSpinWait();
    }
    return thread;
  }

  private String ask(String ruby) throws ModelException, InterruptedException {
    return pool.ask(new Question.OfCode(Language.RUBY, ruby, Extract.PATIENCE));
  }

  private AbstractThrowableAssert<?, ?> assertFault(
      ModelFault fault, Language language, String code, Duration limit) {
    return assertThatThrownBy(() -> pool.ask(new Question.OfCode(language, code, limit)))
        .isInstanceOfSatisfying(
            ModelException.class, e -> assertThat(e.fault()).as(e.getMessage()).isEqualTo(fault));
  }

  private static void kill(Set<Long> processes) {
    for (long pid : processes) {
      Optional<ProcessHandle> handle = ProcessHandle.of(pid);
      handle.ifPresent(
          each -> {
            each.destroyForcibly();
            each.onExit().join();
          });
    }
  }

  private Set<Long> started() {
    Set<Long> now = children();
    now.removeAll(before);
    return now;
  }

  private static Set<Long> children() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }
}
