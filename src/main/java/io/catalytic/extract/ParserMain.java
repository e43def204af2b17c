package io.catalytic.extract;

import io.catalytic.format.FormatCheck;
import io.catalytic.format.SchemaRefusedException;
import io.catalytic.format.TooComplexException;
import io.catalytic.model.ModelException;
import io.catalytic.model.ModelFault;
import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.SynchronousQueue;

/**
 * The main class of a parser's process: answers each {@link Question} on standard input with a
 * {@link Reply} on standard output, one at a time, and ends when its input does.
 *
 * <p>Input is read on a thread of its own, so that a process whose parent is gone ends at once, in
 * the midst of a parse that can't be stopped too.
 */
public final class ParserMain {
  private static final int FAILED = 1;

  private ParserMain() {}

  /**
   * Serves until the end of input.
   *
   * @param arguments a directory to remove at the end, which must then be empty
   */
  public static void main(String[] arguments) {
    for (String directory : arguments) {
      new File(directory).deleteOnExit();
    }
    InputStream in = System.in;
    OutputStream out = new BufferedOutputStream(System.out);
    System.setOut(System.err); // Only frames may go out.
    SynchronousQueue<String> questions = new SynchronousQueue<>();
    Thread reader = new Thread(() -> hand(in, questions), "questions");
    reader.setDaemon(true);
    try (Workshop workshop = new Workshop(new NativeLedger())) {
      Frame.write(out, Reply.READY);
      reader.start();
      while (true) {
        Frame.write(out, reply(workshop, questions.take()));
      }
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      fail(e);
    }
  }

  private static void hand(InputStream in, SynchronousQueue<String> questions) {
    try {
      Optional<String> frame = Frame.read(in);
      while (frame.isPresent()) {
        questions.put(frame.get());
        frame = Frame.read(in);
      }
      System.exit(0);
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      fail(e);
    }
  }

  private static String reply(Workshop workshop, String frame) throws InterruptedException {
    try {
      Question question = Question.parse(frame);
      return Reply.ok(
          question instanceof Question.OfCode code
              ? structure(workshop, code)
              : report((Question.OfFormat) question));
    } catch (ModelException e) {
      return Reply.fault(e.fault(), String.valueOf(e.getMessage()));
    }
  }

  private static String structure(Workshop workshop, Question.OfCode question)
      throws ModelException, InterruptedException {
    Deadline deadline = Deadline.in(question.limit());
    return workshop.read(question.language(), question.code(), deadline).toJson();
  }

  /** These parsers can't be told to stop: one that takes too long is killed by who asks. */
  private static String report(Question.OfFormat question) throws ModelException {
    try {
      return FormatCheck.check(question.format(), question.text(), question.schema()).toJson();
    } catch (TooComplexException e) {
      throw new ModelException(
          ModelFault.CONTEXT_EXCEEDED, "the text can't be checked: " + e.getMessage(), e);
    } catch (SchemaRefusedException e) {
      throw new ModelException(ModelFault.REQUEST_REFUSED, String.valueOf(e.getMessage()), e);
    }
  }

  /** The last line of standard error is what the parent tells. */
  private static void fail(Throwable e) {
    System.err.println(e);
    System.exit(FAILED);
  }
}
