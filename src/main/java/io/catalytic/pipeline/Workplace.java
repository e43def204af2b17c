package io.catalytic.pipeline;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.catalytic.model.CallGate;
import io.catalytic.model.ModelClient;
import io.catalytic.model.ModelSpec;
import io.catalytic.model.Models;
import io.catalytic.model.TokenBudget;
import io.catalytic.pipeline.flink.FinalException;
import io.catalytic.pipeline.progress.ProgressPublisher;
import io.catalytic.store.HeldLease;
import io.catalytic.store.ObjectStore;
import io.catalytic.store.StoreMissingException;
import io.catalytic.store.StoreRefusedException;
import io.catalytic.store.Stores;
import io.catalytic.tokens.TokenCounter;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a process has open for a run as long as it has a step of it open: the store, the models, the
 * run's lease, and what tells how far it is. One for each run, shared by all threads. When the last
 * step is closed, all of it is: a cluster's worker lives on, and keeps nothing of a finished job.
 */
final class Workplace implements Closeable {
  private static final String ANOTHER_STORE =
      "it is not the one that the run was started with (or the run waited for a day to begin)";
  private static final int MOST_RUNS = 64;
  private static final Map<String, Workplace> OPEN = new HashMap<>();

  /** What runs have spent in this process, also of those that have no step open just now. */
  private static final Cache<String, TokenBudget> SPENT =
      CacheBuilder.newBuilder().maximumSize(MOST_RUNS).build();

  private final RunPlan plan;
  private final ObjectStore store;
  private final HeldLease lease;
  private final ProgressPublisher progress;
  private final Map<ModelSpec, ModelClient> models = new ConcurrentHashMap<>();
  private @Nullable CallGate gate;
  private int steps;

  private Workplace(RunPlan plan, ObjectStore store, HeldLease lease) {
    this.plan = plan;
    this.store = store;
    this.lease = lease;
    progress =
        ProgressPublisher.open(
            plan.progress(), () -> System.currentTimeMillis() - plan.startedAt());
  }

  /**
   * Opens a step of a run.
   *
   * @throws FinalException if this machine lacks what the run needs; the message names it
   */
  static Workplace enter(RunPlan plan) throws IOException {
    synchronized (OPEN) {
      Workplace place = OPEN.get(plan.runId());
      if (place == null) {
        place = open(plan);
        OPEN.put(plan.runId(), place);
      }
      place.steps++;
      return place;
    }
  }

  /** Closes a step. */
  void leave() throws IOException {
    synchronized (OPEN) {
      steps--;
      if (steps > 0 || !OPEN.remove(plan.runId(), this)) {
        return;
      }
      progress.close(); // Before another one goes on with what it told.
    }
    close();
  }

  /** Closes what is open of a run, whatever steps are; for a process that saw its end. */
  static void close(RunPlan plan) throws IOException {
    Workplace place;
    synchronized (OPEN) {
      place = OPEN.remove(plan.runId());
      if (place != null) {
        place.progress.close();
      }
    }
    if (place != null) {
      place.close();
    }
  }

  private static Workplace open(RunPlan plan) throws IOException {
    // Beside the steps that come first: no call waits for it then while others' turns go by.
    Thread loading = new Thread(TokenCounter::load, "load tokens");
    loading.setDaemon(true);
    loading.start();
    require("input", plan.source().borrowed().location(), plan.source()::isHere);
    require("output directory", plan.output(), () -> Files.isDirectory(Path.of(plan.output())));
    ObjectStore store;
    try {
      store = Stores.openExisting(plan.store());
    } catch (StoreMissingException e) {
      throw unfit("store", plan.store(), "there is none");
    } catch (StoreRefusedException e) {
      throw unfit("store", plan.store(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new IOException(host() + ": " + e.getMessage(), e);
    }
    try {
      HeldLease lease =
          RunLease.join(plan, store.refs())
              .orElseThrow(() -> unfit("store", plan.store(), ANOTHER_STORE));
      return new Workplace(plan, store, lease);
    } catch (IOException e) {
      store.close();
      throw e;
    }
  }

  private static void require(String what, String path, BooleanSupplier isHere)
      throws FinalException {
    try {
      if (isHere.getAsBoolean()) {
        return;
      }
    } catch (InvalidPathException e) {
      // Its name has no form in this process's locale.
    }
    String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    throw unfit(
        what,
        path,
        "it is not there"
            + (encoding.equals("UTF-8")
                ? ""
                : " (file names are " + encoding + " in this process: set LC_ALL=C.UTF-8)"));
  }

  private static FinalException unfit(String what, String path, String why) {
    return new FinalException(
        "worker on "
            + host()
            + ": can't use the run's "
            + what
            + " "
            + path
            + ": "
            + why
            + "; every worker needs it, by the same path");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }

  ObjectStore store() {
    return store;
  }

  ProgressPublisher progress() {
    return progress;
  }

  /** Returns the client for a model. */
  ModelClient model(ModelSpec spec) {
    return models.computeIfAbsent(spec, Models::open);
  }

  /** Returns what all calls of the run in this process go through. */
  synchronized CallGate gate() throws ExecutionException {
    if (gate == null) {
      gate =
          new CallGate(
              model(plan.model()),
              plan.limits().maxInFlight(),
              SPENT.get(plan.runId(), () -> new TokenBudget(plan.limits().budgetTokens())),
              plan.limits().serverFaults(),
              plan.limits().serverPatience());
    }
    return gate;
  }

  /** Ends the run's lease: what the run made is held by its refs. */
  void endLease() throws IOException {
    lease.close();
  }

  @Override
  public void close() throws IOException {
    lease.leave();
    List<ModelClient> open = new ArrayList<>(models.values());
    open.forEach(ModelClient::close);
    store.close();
  }
}
