package io.catalytic.extract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.model.ModelException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Extracts the structure of all Python files of a directory, as a run would record it. */
final class PythonCorpus {
  private static final Pattern COOKIE =
      Pattern.compile("\\A(?:[^\\n]*\\n)?[ \\t\\f]*#[^\\n]*?coding[:=][ \\t]*([-\\w.]+)");

  private PythonCorpus() {}

  /**
   * What it took.
   *
   * @param cpuNanos time on the processor of this thread and the parsers, decoding and writing
   *     included
   */
  record Cost(int files, long bytes, long cpuNanos) {
    double filesPerCpuSecond() {
      return files / (cpuNanos / 1e9);
    }
  }

  /** Writes one line a file, as {@code compare_ast.py} reads it. */
  static Cost write(Path directory, Predicate<Path> wanted, Path results)
      throws IOException, ModelException, InterruptedException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files =
          walk.filter(path -> path.toString().endsWith(".py"))
              .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
              .filter(wanted)
              .sorted()
              .toList();
    }
    long bytes = 0;
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long parsers;
    try (EmbeddedClient client = Extract.client(EmbeddedProvider.LONGEST);
        BufferedWriter out = Files.newBufferedWriter(results)) {
      for (Path file : files) {
        byte[] content = Files.readAllBytes(file);
        bytes += content.length;
        ObjectNode line = Json.object();
        line.put("path", directory.relativize(file).toString()).put("language", "python");
        Optional<String> code = decode(content);
        line.put("status", code.isPresent() ? "answered" : "skipped");
        if (code.isPresent()) {
          line.set("output", Json.parse(Extract.json(client, "python", code.get())));
        }
        out.write(Json.write(line));
        out.write('\n');
      }
      parsers = cpuNanosOfChildren();
    }
    long after = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    return new Cost(files.size(), bytes, after - before + parsers);
  }

  private static long cpuNanosOfChildren() {
    return ProcessHandle.current()
        .children()
        .flatMap(each -> each.info().totalCpuDuration().stream())
        .mapToLong(Duration::toNanos)
        .sum();
  }

  /** Decodes by byte order mark, else as UTF-8, else by the cookie of PEP 263. */
  static Optional<String> decode(byte[] bytes) {
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return decode(bytes, StandardCharsets.UTF_16);
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return decode(bytes, StandardCharsets.UTF_16);
    }
    Optional<String> utf8 = decode(bytes, StandardCharsets.UTF_8);
    if (utf8.isPresent()) {
      return utf8;
    }
    Matcher cookie = COOKIE.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
    try {
      return cookie.find() ? decode(bytes, Charset.forName(cookie.group(1))) : Optional.empty();
    } catch (UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  private static boolean startsWith(byte[] bytes, int first, int second) {
    return bytes.length >= 2 && (bytes[0] & 0xFF) == first && (bytes[1] & 0xFF) == second;
  }

  private static Optional<String> decode(byte[] bytes, Charset charset) {
    try {
      return Optional.of(charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
