package io.catalytic.extract;

import io.catalytic.digest.Excerpt;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The last lines that a process wrote to its standard error, however much it writes. */
final class LastWords {
  private static final int KEPT = 4096;
  private static final int TOLD = 300;

  private final StringBuilder tail = new StringBuilder();
  private final Thread reader;

  LastWords(Process process) {
    Reader errors = new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8);
    reader = new Thread(() -> follow(errors), "parser-errors");
    reader.setDaemon(true);
    reader.start();
  }

  private void follow(Reader errors) {
    char[] chunk = new char[KEPT];
    try (errors) {
      for (int n = errors.read(chunk); n >= 0; n = errors.read(chunk)) {
        append(chunk, n);
      }
    } catch (IOException e) {
      // The process was killed: there are no more words.
    }
  }

  private synchronized void append(char[] chunk, int length) {
    tail.append(chunk, 0, length);
    tail.delete(0, Math.max(0, tail.length() - KEPT));
  }

  /** Forgets what was written so far. */
  synchronized void clear() {
    tail.setLength(0);
  }

  /** Returns the line, in at most some hundred characters; empty if there is none. */
  String line() throws InterruptedException {
    String all = all();
    return Excerpt.line(all.substring(all.lastIndexOf('\n') + 1), TOLD);
  }

  /** Returns the lines that were kept, as one, as {@link #line} does. */
  String lines() throws InterruptedException {
    return Excerpt.line(all(), TOLD);
  }

  private String all() throws InterruptedException {
    reader.join(Duration.ofSeconds(1).toMillis());
    synchronized (this) {
      return tail.toString().strip();
    }
  }
}
