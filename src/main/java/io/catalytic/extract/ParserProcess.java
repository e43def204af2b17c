package io.catalytic.extract;

import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StreamCorruptedException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One process that parses, as its parent sees it. For one request at a time.
 *
 * <p>Pipes can't be read with a limit nor be interrupted, so a thread of the process's own does
 * that while the caller waits. Whatever goes wrong, the process is dead afterwards.
 */
final class ParserProcess implements AutoCloseable {
  /** So that a parser that can end in time, does: its fault is cheaper than its process. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** The longest that a busy machine may take to start it. */
  private static final Duration START = Duration.ofMinutes(1);

  /** How long it is given to end by itself. */
  private static final Duration END = Duration.ofSeconds(5);

  private final Process process;
  private final OutputStream questions;
  private final InputStream replies;
  private final LastWords errors;
  private final ExecutorService talk;
  private boolean used;

  private ParserProcess(Process process) {
    this.process = process;
    questions = new BufferedOutputStream(process.getOutputStream());
    replies = new BufferedInputStream(process.getInputStream());
    errors = new LastWords(process);
    talk =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "parser-talk");
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Returns a process that runs.
   *
   * @throws ModelException {@link ModelFault#UNREACHABLE} if none can be started
   */
  static ParserProcess start(ParserCommand command) throws ModelException, InterruptedException {
    ParserProcess started;
    try {
      started = new ParserProcess(command.start());
    } catch (IOException e) {
      throw new ModelException(
          ModelFault.UNREACHABLE,
          "the embedded worker cannot start its parser, a process of its own: " + e.getMessage(),
          e);
    }
    started.awaitReady();
    return started;
  }

  private void awaitReady() throws ModelException, InterruptedException {
    try {
      String first = within(START, this::receive);
      if (first.equals(Reply.READY)) {
        return;
      }
      throw new IOException("its first words were no greeting");
    } catch (IOException | TimeoutException e) {
      String why = ending(true);
      kill();
      throw new ModelException(
          ModelFault.UNREACHABLE,
          "the embedded worker cannot start its parser, a process of its own: " + why,
          e);
    }
  }

  /** Returns whether it was asked before. */
  boolean isUsed() {
    return used;
  }

  /** Returns whether it lives and was not given up. */
  boolean isUsable() {
    return !talk.isShutdown() && process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /**
   * Returns the answer's text.
   *
   * @throws ModelException what the parser said; or {@link ModelFault#WORKER_CRASHED} or {@link
   *     ModelFault#TOO_SLOW}, after which the process is dead
   * @throws InterruptedException after which the process is dead
   */
  String ask(Question question) throws ModelException, InterruptedException {
    used = true;
    errors.clear();
    try {
      String reply =
          within(
              question.limit().plus(GRACE),
              () -> {
                Frame.write(questions, question.toJson());
                return receive();
              });
      return Reply.answer(reply);
    } catch (TimeoutException e) {
      kill();
      throw Deadline.exceeded(question.limit());
    } catch (IOException e) {
      String why = e instanceof StreamCorruptedException ? e.getMessage() : ending(false);
      kill();
      throw new ModelException(
          ModelFault.WORKER_CRASHED, "the parser crashed on this text: " + why, e);
    }
  }

  private String receive() throws IOException {
    return Frame.read(replies).orElseThrow(() -> new EOFException("the process has ended"));
  }

  private String within(Duration limit, Callable<String> exchange)
      throws IOException, TimeoutException, InterruptedException {
    Future<String> reply = talk.submit(exchange);
    try {
      return reply.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      kill();
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException cause
          ? cause
          : new IOException(String.valueOf(e.getCause()), e);
    }
  }

  /** Returns how it ended, for people: one line of what it said, or all of it. */
  private String ending(boolean whole) throws InterruptedException {
    if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
      return "it did not answer";
    }
    String words = whole ? errors.lines() : errors.line();
    return words.isEmpty() ? "exit code " + process.exitValue() : words;
  }

  /** Ends it, whatever it does. */
  void kill() {
    process.destroyForcibly();
    talk.shutdown();
  }

  /** Lets it end by itself, at the end of its input; kills it if it does not. */
  @Override
  public void close() {
    try {
      questions.close();
      if (process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        talk.shutdown();
        return;
      }
    } catch (IOException e) {
      // It is dead already.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }
}
