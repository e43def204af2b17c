package io.catalytic.store.remote;

import io.catalytic.store.pack.ByteSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.hdfs.client.HdfsDataInputStream;

/**
 * A folder of HDFS through Hadoop's own client. Thread-safe.
 *
 * <p>Beam's file system for HDFS deletes what a rename would replace, so that a ref is not there
 * for a moment, and has nothing forced to the datanodes' disks. Here a file is written as a draft,
 * each of its blocks is forced when it is closed, and one rename, which is one step of the
 * namenode, puts it in place of the old.
 */
final class HdfsRemote implements Remote {
  private static final int BUFFER = 1 << 20;
  private static final int SOME = 3;

  /** Bytes up to which a file is read when it is opened; only such are ever replaced. */
  private static final int SMALL = 1 << 16;

  /** How often in a row a file may be replaced just when it is read. */
  private static final int REPLACED = 10;

  private final FileContext files;
  private final String root;

  private HdfsRemote(FileContext files, String root) {
    this.files = files;
    this.root = root;
  }

  /** Prepares the client; nothing is asked of a server yet. */
  static HdfsRemote connect(RemoteLocation location, RemoteSettings settings) throws IOException {
    URI uri = URI.create(location.root());
    try {
      return new HdfsRemote(
          FileContext.getFileContext(uri, HdfsConfiguration.of(location, settings)),
          location.root());
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          location + ": cannot connect: " + new HdfsTrouble(location, settings).reason(e), e);
    }
  }

  @Override
  public List<Listed> list(String prefix) throws IOException {
    List<Listed> found = new ArrayList<>();
    collect(prefix.substring(0, prefix.lastIndexOf('/') + 1), prefix, found);
    found.sort(Comparator.comparing(Listed::name));
    return found;
  }

  private void collect(String directory, String prefix, List<Listed> found) throws IOException {
    for (FileStatus child : children(directory, Integer.MAX_VALUE)) {
      String name = directory + child.getPath().getName();
      if (!name.startsWith(prefix)) {
        continue;
      }
      if (child.isDirectory()) {
        collect(name + "/", prefix, found);
      } else {
        found.add(new Listed(name, child.getLen(), child.getModificationTime()));
      }
    }
  }

  /** Returns what is in a directory; nothing, if there is none. */
  private List<FileStatus> children(String directory, int most) throws IOException {
    List<FileStatus> children = new ArrayList<>();
    try {
      RemoteIterator<FileStatus> pages = files.listStatus(path(directory));
      while (children.size() < most && pages.hasNext()) {
        children.add(pages.next());
      }
    } catch (FileNotFoundException e) {
      return children;
    }
    return children;
  }

  /** Returns directories too, for a folder that holds some is not empty; but not one of drafts. */
  @Override
  public List<String> some() throws IOException {
    List<String> names = new ArrayList<>();
    for (FileStatus child : children("", SOME + 1)) {
      String name = child.getPath().getName() + (child.isDirectory() ? "/" : "");
      if (!name.equals(RemoteLayout.DRAFTS) || !holdsOnlyDrafts()) {
        names.add(name);
      }
    }
    return names.stream().limit(SOME).toList();
  }

  private boolean holdsOnlyDrafts() throws IOException {
    return list(RemoteLayout.DRAFTS).stream().map(Listed::name).allMatch(RemoteLayout::isDraft);
  }

  @Override
  public OptionalLong size(String name) throws IOException {
    try {
      FileStatus status = files.getFileStatus(path(name));
      return status.isDirectory() ? OptionalLong.empty() : OptionalLong.of(status.getLen());
    } catch (FileNotFoundException e) {
      return OptionalLong.empty();
    }
  }

  /**
   * Opens a file at once, and learns its size with that: never is the new one read in the old one's
   * size. What may be replaced is small, and so is read as a whole here; where its blocks are gone
   * because it was replaced just then, the new one is read.
   */
  @Override
  public ByteSource open(String name) throws IOException {
    for (int left = REPLACED; ; left--) {
      HdfsDataInputStream in = opened(name);
      if (in.getVisibleLength() > SMALL) {
        return new HdfsSource(files, path(name), in);
      }
      List<Long> blocks = blocks(in);
      try (in) {
        byte[] bytes = new byte[(int) in.getVisibleLength()];
        in.readFully(bytes);
        return new Chunk(bytes);
      } catch (IOException e) {
        if (left == 0 || isStill(name, blocks)) {
          throw e;
        }
      }
    }
  }

  private HdfsDataInputStream opened(String name) throws IOException {
    try {
      return (HdfsDataInputStream) files.open(path(name));
    } catch (FileNotFoundException e) {
      throw new NoSuchFileException(root + name);
    }
  }

  private boolean isStill(String name, List<Long> blocks) throws IOException {
    try (HdfsDataInputStream now = opened(name)) {
      return blocks(now).equals(blocks);
    }
  }

  /** Returns the ids of a file's blocks, which no other file ever has. */
  private static List<Long> blocks(HdfsDataInputStream in) throws IOException {
    return in.getVisibleLength() == 0
        ? List.of() // the client refuses to list none
        : in.getAllBlocks().stream().map(each -> each.getBlock().getBlockId()).toList();
  }

  @Override
  public void put(String name, ByteSource content) throws IOException {
    String draft = RemoteLayout.draft();
    try {
      write(draft, content);
      publish(draft, name);
    } catch (IOException | RuntimeException e) {
      try {
        delete(draft);
      } catch (IOException | RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  private void write(String name, ByteSource content) throws IOException {
    try (FSDataOutputStream out =
        files.create(
            path(name),
            EnumSet.of(CreateFlag.CREATE, CreateFlag.SYNC_BLOCK),
            Options.CreateOpts.createParent())) {
      byte[] bytes = new byte[(int) Math.max(1, Math.min(BUFFER, content.size()))];
      long size = content.size();
      for (long position = 0; position < size; ) {
        int read = content.read(position, bytes, 0, bytes.length);
        if (read < 0) {
          throw new IOException("what was to be sent ends at byte " + position + " of " + size);
        }
        out.write(bytes, 0, read);
        position += read;
      }
    }
  }

  private void publish(String draft, String name) throws IOException {
    try {
      files.rename(path(draft), path(name), Options.Rename.OVERWRITE);
    } catch (FileNotFoundException e) {
      // Mostly the first file of a directory.
      files.mkdir(path(name).getParent(), FileContext.DIR_DEFAULT_PERM, true);
      files.rename(path(draft), path(name), Options.Rename.OVERWRITE);
    }
  }

  @Override
  public boolean delete(String name) throws IOException {
    return size(name).isPresent() && deleteFile(name);
  }

  private boolean deleteFile(String name) throws IOException {
    try {
      return files.delete(path(name), false);
    } catch (FileNotFoundException e) {
      return false; // another was faster
    }
  }

  private Path path(String name) {
    return new Path(root + name);
  }
}
