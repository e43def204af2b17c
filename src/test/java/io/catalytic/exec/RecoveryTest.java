package io.catalytic.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.catalytic.domain.Domain;
import io.catalytic.domain.Snapshot;
import io.catalytic.domain.SnapshotIndex;
import io.catalytic.merkle.Root;
import io.catalytic.restore.RestoreListener;
import io.catalytic.store.FsckOptions;
import io.catalytic.store.FsckReport;
import io.catalytic.store.Leases;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may finish a record, and when. */
final class RecoveryTest {
  private final Path dir;
  private final ObjectStore store;
  private final ExecLedger ledger;
  private final Leases leases;
  private Root before;
  private ExecRecord dead;

  RecoveryTest(@TempDir Path temp) throws IOException {
    dir = Files.createDirectory(temp.resolve("domain"));
    Files.writeString(dir.resolve("notes"), "some notes");
    store = Stores.open(temp.resolve("store").toString());
    ledger = new ExecLedger(store.refs());
    leases = new Leases(store.refs(), Clock.systemUTC());
    before = Snapshot.take(domain()).root();
    dead = record(ExecRecord.State.RUNNING, of(1, 1), "leases/none");
  }

  /** Leaves a running record, and a directory that was changed. */
  @BeforeEach
  void wreck() throws IOException {
    ledger.write(dead);
    Files.delete(dir.resolve("notes"));
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private Domain domain() throws IOException {
    return Domain.of(dir, List.of());
  }

  private static Holder of(long pid, long ticks) throws IOException {
    Holder self = Holder.self();
    return new Holder(self.host(), self.boot(), self.pidSpace(), pid, ticks);
  }

  private static Holder beforeTheMachineWentDown() throws IOException {
    Holder self = Holder.self();
    return new Holder(self.host(), "another boot", self.pidSpace(), self.pid(), self.startTicks());
  }

  private ExecRecord record(ExecRecord.State state, Holder holder, String lease)
      throws IOException {
    SnapshotIndex.Known known =
        new SnapshotIndex(store).add(Snapshot.takeInto(store, domain()), true);
    return new ExecRecord(
        "exec-1",
        state,
        List.of("rm", "notes"),
        1,
        true,
        List.of(),
        holder,
        lease,
        List.of(Borrowed.claimed(domain()).with(known)),
        Optional.empty(),
        false);
  }

  private Recovery recovery(RestoreListener listener) {
    return new Recovery(store, listener, Duration.ofSeconds(1));
  }

  private Recovery.Recovered recover() throws Exception {
    return recovery(RestoreListener.SILENT).recover(List.of());
  }

  private Recovery.Recovered recoverNow() {
    try {
      return recover();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void assertRecovered(Recovery.Recovered recovered) throws IOException {
    assertThat(recovered.finished()).singleElement().matches(each -> each.record().isProven());
    assertThat(Snapshot.take(domain()).root()).isEqualTo(before);
    assertThat(store.refs().list("execs")).containsExactly("execs/closed/exec-1");
  }

  private void assertLeft(Recovery.Recovered recovered, String why) throws IOException {
    assertThat(recovered.left()).singleElement().asString().contains(why);
    assertThat(dir.resolve("notes")).doesNotExist();
    assertThat(ledger.open()).hasSize(1);
  }

  @Test
  void whatADeadProcessLeftIsFinished() throws Exception {
    assertRecovered(recover());
  }

  @Test
  void aProcessThatLivesAndHoldsItsLeaseIsLeftAlone() throws Exception {
    Leases.Lease lease = leases.acquire("test", Duration.ofMinutes(1));
    ledger.write(dead.takenBy(Holder.self(), lease.name()));
    assertLeft(recover(), "is at work");
  }

  @Test
  void aProcessThatLivesAndHasGivenUpIsNotWaitedFor() throws Exception {
    Leases.Lease lease = leases.acquire("test", Duration.ofMinutes(1));
    leases.release(lease);
    ledger.write(dead.takenBy(Holder.self(), lease.name()));
    assertRecovered(recover());
  }

  @Test
  void afterTheMachineWentDownTheLeaseTells() throws Exception {
    Leases.Lease lease = leases.acquire("test", Duration.ofMinutes(1));
    ledger.write(dead.takenBy(beforeTheMachineWentDown(), lease.name()));
    assertLeft(recover(), "its lease still lives");
    leases.renew(lease, Duration.ofMinutes(-1));
    assertRecovered(recover());
  }

  @Test
  void anotherWhoRecoversItIsLeftAloneAsLongAsHeLives() throws Exception {
    Leases.Lease lease = leases.acquire("test", Duration.ofMinutes(1));
    ExecRecord rival = dead.takenBy(Holder.self(), lease.name());
    ledger.take(rival);
    assertLeft(recover(), "recovers it, too");
    leases.release(lease);
    assertRecovered(recover());
  }

  /** While the first is at work, whatever it is at, a second one does nothing. */
  @Test
  void ofTwoAtATimeOneDoesNothing() throws Exception {
    List<Recovery.Recovered> second = new ArrayList<>();
    RestoreListener meddling =
        new RestoreListener() {
          @Override
          public void begins(Phase phase, long paths, long bytes) {
            second.add(recoverNow());
          }
        };
    assertRecovered(recovery(meddling).recover(List.of()));
    assertThat(second).hasSizeGreaterThan(2);
    assertThat(second).allSatisfy(each -> assertThat(each.left()).hasSize(1));
    assertThat(second).allSatisfy(each -> assertThat(each.finished()).isEmpty());
  }

  /** It was read as open; when its turn comes, another has finished it, and the user works on. */
  @Test
  void whatAnotherHasFinishedMeanwhileIsNotPutBackAgain() throws Exception {
    ExecRecord other = recordOf("exec-0");
    ledger.write(other);
    boolean[] once = {false};
    RestoreListener overtaking =
        new RestoreListener() {
          @Override
          public void begins(Phase phase, long paths, long bytes) {
            if (!once[0]) {
              once[0] = true;
              overtake();
            }
          }
        };
    Recovery.Recovered recovered = recovery(overtaking).recover(List.of());
    assertThat(recovered.finished())
        .extracting(each -> each.record().id())
        .containsExactly("exec-0");
    assertThat(dir.resolve("later")).hasContent("mine");
    assertThat(ledger.open()).isEmpty();
  }

  private void overtake() {
    try {
      List<String> here = List.of(domain().directory());
      assertThat(recovery(RestoreListener.SILENT).recover(here).finished()).hasSize(1);
      Files.writeString(dir.resolve("later"), "mine");
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns a dead record of another directory. */
  private ExecRecord recordOf(String id) throws IOException {
    Path second = Files.createDirectory(dir.resolveSibling("second"));
    Domain domain = Domain.of(second, List.of());
    SnapshotIndex.Known known =
        new SnapshotIndex(store).add(Snapshot.takeInto(store, domain), true);
    return new ExecRecord(
        id,
        ExecRecord.State.RUNNING,
        List.of("true"),
        1,
        true,
        List.of(),
        of(1, 1),
        "leases/none",
        List.of(Borrowed.claimed(domain).with(known)),
        Optional.empty(),
        false);
  }

  @Test
  void wishesToTakeOverKeepWhatTheyNameAndPassTheCheck() throws Exception {
    ledger.take(dead.takenBy(of(1, 1), "leases/gone"));
    assertThat(store.refs().list("execs/taking")).containsExactly("execs/taking/exec-1.gone");
    assertThat(store.fsck(FsckOptions.CHECK, finding -> {}).status())
        .isEqualTo(FsckReport.Status.CLEAN);
    assertRecovered(recover());
  }

  @Test
  void aClaimOfADeadProcessIsWithdrawnByTheNextExec() throws Exception {
    ledger.write(record(ExecRecord.State.CLAIMED, of(1, 1), "leases/none"));
    ExecReport report = exec("true").run(new Interruption());
    assertThat(report.record().isProven()).isTrue();
    assertThat(ledger.open()).isEmpty();
  }

  @Test
  void aRecordOfADeadProcessIsNot() {
    assertThatThrownBy(() -> exec("true").run(new Interruption()))
        .isInstanceOf(DomainBorrowedException.class)
        .hasMessageContaining("exec --recover")
        .hasMessageContaining("store forget execs/open/exec-1");
  }

  private Exec exec(String... command) throws IOException {
    ExecOptions options =
        new ExecOptions(
            List.of(command),
            List.of(domain()),
            List.of(),
            true,
            Optional.empty(),
            Duration.ofSeconds(1),
            Map.of(),
            false,
            false);
    return new Exec(store, options, RestoreListener.SILENT, "exec-2");
  }

  /** A program of the name that the JVM starts others by, which is slow to start the command. */
  @Test
  void aCommandThatWasStillBeingStartedWhenItsExecDiedIsEnded() throws Exception {
    Path pipe = dir.resolveSibling("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path helper = dir.resolveSibling("jspawnhelper");
    Files.writeString(
        helper, "#!/bin/sh\nread x < " + pipe + "\nCATALYTIC_EXEC=exec-1 exec sleep 1000\n");
    assertThat(helper.toFile().setExecutable(true)).isTrue();
    Process starting = new ProcessBuilder(helper.toString()).start();
    try {
      assertEndedWhenStarted(starting, pipe);
    } finally {
      starting.destroyForcibly();
    }
  }

  private void assertEndedWhenStarted(Process starting, Path pipe) throws Exception {
    while (!Files.readString(Path.of("/proc/" + starting.pid() + "/comm")).startsWith("jspawn")) {
      Thread.onSpinWait();
    }
    List<Recovery.Recovered> recovered = new ArrayList<>();
    Thread recovery = new Thread(() -> recovered.add(recoverNow()));
    recovery.start();
    // It sleeps only while it waits for processes; this one can't be known yet as the command's.
    while (recovery.isAlive() && recovery.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    assertThat(recovery.isAlive()).as("it waits").isTrue();
    Files.writeString(pipe, "go\n");
    recovery.join();
    assertRecovered(recovered.get(0));
    assertThat(starting.waitFor()).isEqualTo(128 + 15);
  }
}
