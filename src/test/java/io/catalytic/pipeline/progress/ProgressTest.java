package io.catalytic.pipeline.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.catalytic.run.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes tell of a run, put together by another one, whatever happens to them. */
class ProgressTest {
  private static final String ONE = new UUID(0, 1).toString();
  private static final String TWO = new UUID(0, 2).toString();

  @TempDir private Path out;
  private final List<RunProgress> heard = new ArrayList<>();
  private Path files;
  private ProgressDirectory directory;
  private ProgressWatch watch;

  @BeforeEach
  void begin() {
    files = out.resolve(RunFiles.PROGRESS);
    directory = new ProgressDirectory(out, "run");
    directory.begin();
    watch = new ProgressWatch(directory, heard::add);
  }

  /** A process that has the run open; it tells when it is told to. */
  private ProgressPublisher process(String name, long clock) {
    return new ProgressPublisher(directory, name, () -> clock);
  }

  private static void ask(ProgressPublisher process, int group, int answers, int dead) {
    GroupCount count = process.begin(Step.ASK, group);
    for (int i = 0; i < answers + dead; i++) {
      count.done();
    }
    for (int i = 0; i < dead; i++) {
      count.aside();
    }
    process.publish();
  }

  private RunProgress seen() {
    watch.look();
    return heard.get(heard.size() - 1);
  }

  private static RunProgress asked(long answered, long dead) {
    return new RunProgress(0, answered, dead, 0, 0);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> names = Files.list(files)) {
      return names.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  @Test
  void whatSeveralProcessesDidIsAddedUpByStep() {
    ProgressPublisher one = process(ONE, 10);
    GroupCount read = one.begin(Step.READ, 1);
    read.done();
    read.done();
    read.aside();
    one.publish();
    ProgressPublisher two = process(TWO, 10);
    two.begin(Step.REHASH, 1).done();
    ask(two, 1, 3, 1);
    assertThat(seen()).isEqualTo(new RunProgress(2, 3, 1, 1, 1));
  }

  @Test
  void aGroupThatIsBegunAgainCountsFromNothing() {
    ProgressPublisher one = process(ONE, 10);
    ask(one, 1, 5, 2);
    ask(one, 2, 1, 0);
    assertThat(seen()).isEqualTo(asked(6, 2));
    ask(one, 1, 3, 0);
    assertThat(seen()).isEqualTo(asked(4, 0));
  }

  @Test
  void whatALostProcessHadDoneCountsUntilItIsBegunElsewhere() {
    ProgressPublisher lost = process(ONE, 10);
    ask(lost, 1, 5, 0);
    ask(lost, 2, 7, 0);
    ProgressPublisher other = process(TWO, 20);
    ask(other, 3, 1, 0);
    assertThat(seen()).isEqualTo(asked(13, 0));
    ask(other, 1, 2, 1);
    assertThat(seen()).isEqualTo(asked(10, 1));
  }

  @Test
  void whoTakesOverIsLaterThoughItsClockIsBehind() {
    ask(process(ONE, 1_000_000), 1, 5, 0);
    ask(process(TWO, -1_000_000), 1, 2, 0);
    assertThat(seen()).isEqualTo(asked(2, 0));
  }

  @Test
  void anAttemptThatWasGivenUpAndGoesOnCountsNoMore() {
    ProgressPublisher one = process(ONE, 10);
    GroupCount givenUp = one.begin(Step.ASK, 1);
    ask(one, 1, 1, 0);
    givenUp.done();
    givenUp.done();
    one.publish();
    assertThat(seen()).isEqualTo(asked(1, 0));
  }

  @Test
  void aProcessThatOpensTheRunAgainGoesOnWithWhatItTold() throws IOException {
    ProgressPublisher once = process(ONE, 10);
    once.begin(Step.ASK, 1).done();
    once.close();
    ask(process(ONE, 10), 2, 1, 0);
    assertThat(seen()).isEqualTo(asked(2, 0));
    assertThat(names()).containsExactly(ONE + ".json");
  }

  @Test
  void whatCantBeReadForAWhileCountsAsItWas() throws IOException {
    ask(process(ONE, 10), 1, 5, 0);
    assertThat(seen()).isEqualTo(asked(5, 0));
    Files.writeString(files.resolve(ONE + ".json"), "{\"run\":\"run\",\"ask\":[[1,20,");
    ask(process(TWO, 10), 2, 1, 0);
    assertThat(seen()).isEqualTo(asked(6, 0));
    Files.delete(files.resolve(ONE + ".json"));
    watch.look();
    assertThat(heard).as("nothing has changed").hasSize(2);
  }

  @Test
  void filesOfAnotherRunArePassedOver() {
    ProgressDirectory others = new ProgressDirectory(out, "other");
    ask(new ProgressPublisher(others, ONE, () -> 99), 9, 5, 0);
    ask(process(TWO, 10), 1, 2, 0);
    assertThat(seen()).isEqualTo(asked(2, 0));
  }

  @Test
  void whatIsNotNewIsNotWrittenAgain() throws IOException {
    ProgressPublisher one = process(ONE, 10);
    ask(one, 1, 1, 0);
    Files.delete(files.resolve(ONE + ".json"));
    one.publish();
    assertThat(files).isEmptyDirectory();
  }

  @Test
  void whoIsLateBringsNothingBackAfterTheRunsEnd() {
    ProgressPublisher late = process(ONE, 10);
    directory.remove();
    ask(late, 1, 1, 0);
    late.close();
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void onlyWhatProcessesTellIsRemoved() throws IOException {
    ask(process(ONE, 10), 1, 1, 0);
    Files.writeString(files.resolve(TWO + ".tmp"), "half");
    Files.writeString(files.resolve("precious.json"), "{}");
    directory.remove();
    assertThat(names()).containsExactly("precious.json");
  }

  @Test
  void troubleEndsNothing() throws IOException {
    directory.remove();
    Files.writeString(files, "in its place");
    directory.begin();
    ProgressPublisher one = process(ONE, 10);
    ask(one, 1, 1, 0);
    one.close();
    watch.look();
    directory.remove();
    assertThat(heard).isEmpty();
    assertThat(files).hasContent("in its place");
  }

  @Test
  void aListenerIsToldNothingOnceTheWatchIsClosed() {
    ask(process(ONE, 10), 1, 1, 0);
    watch.close();
    watch.look();
    assertThat(heard).isEmpty();
  }

  @Test
  void aLargeRunTellsLittle() throws IOException {
    ProgressPublisher one = process(ONE, 86_400_000);
    for (Step step : Step.values()) {
      for (int group = 0; group < (step == Step.ASK ? 4096 : 1024); group++) {
        one.begin(step, group).done();
      }
    }
    one.publish();
    assertThat(Files.size(files.resolve(ONE + ".json"))).isLessThan(150_000);
    assertThat(seen()).isEqualTo(new RunProgress(1024, 4096, 0, 0, 1024));
  }
}
