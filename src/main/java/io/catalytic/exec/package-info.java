/**
 * Runs a command in borrowed directories, and proves that they came back: the catalytic runtime.
 *
 * <p>{@link io.catalytic.exec.Exec} is the entry point; {@link io.catalytic.exec.Recovery} finishes
 * what an interrupted one began. What happened stands in an {@link io.catalytic.exec.ExecRecord},
 * kept by an {@link io.catalytic.exec.ExecLedger} in the store's refs.
 *
 * <p>In order of importance:
 *
 * <ol>
 *   <li><b>The way back is durable before the command starts.</b> First the domains are claimed, by
 *       a record that names them; then their contents go into the store; then the record says so;
 *       only then does the command start. Whatever happens afterwards, the record leads to the
 *       manifests, and keeps them and all contents from being collected.
 *   <li><b>What comes back is decided once.</b> Without {@code keep} it is the state before. With
 *       it, it is that state with the kept changes glued in ({@link io.catalytic.exec.Gluing}): a
 *       manifest like any other, written to the store and named by the record before anything is
 *       put back. So a repair is one restoration to one root, after any number of interruptions
 *       too, and that a change was refused which was not to be kept is proved by that root.
 *   <li><b>Nobody writes while it is proved.</b> Processes of the command that outlive it are
 *       ended. They are known by a variable in their environment, which children inherit, whoever
 *       their parent has become: neither {@code setsid} nor a double fork hides them, nor the death
 *       of the process that started them. As long as that lives, it also adopts those whose parents
 *       end ({@link io.catalytic.exec.Orphans}), and so finds those that cleared their environment.
 *       What nobody finds, as what another service starts, may change the directory afterwards; the
 *       proof is of the moment when it was read.
 *   <li><b>Nothing is recovered beside the living.</b> On the same machine, since it started, the
 *       start time of the process tells, and whether it still holds its lease; from elsewhere, or
 *       before, the lease alone.
 *   <li><b>What has the domain's path need not be the domain.</b> A link above it, or another file
 *       system, that was not there before is not gone through ({@link io.catalytic.exec.Place}).
 * </ol>
 *
 * <p>Two records may not be open on overlapping directories. Refs can't be changed on a condition;
 * so each claims first and looks then: of two at a time at least one sees the other and withdraws.
 * Whoever takes over a record does the same, and reads only then what the record says.
 */
@NullMarked
package io.catalytic.exec;

import org.jspecify.annotations.NullMarked;
