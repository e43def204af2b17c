package io.catalytic.cli;

import com.google.common.collect.ImmutableList;
import io.catalytic.domain.Handle;
import io.catalytic.domain.RawPath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Directories that programs stumble over, on a real file system. Names are Latin-1 text of raw
 * bytes.
 */
enum Trap {
  NOT_UTF8("raw\u00ff.py") {
    @Override
    void make(Tree tree) throws IOException {
      tree.write("raw\u00ff.py", CODE);
      tree.write("dir\u00ff/a.py", CODE);
      tree.write("\u00c3\u00a9.py", CODE);
      tree.write("e\u00cc\u0081.py", CODE);
      tree.link("to", "raw\u00ff.py");
    }
  },

  CONTROL_CHARACTERS("line\nbreak.py") {
    @Override
    void make(Tree tree) throws IOException {
      tree.write("line\nbreak.py", CODE);
      tree.write("cr\rtab\t\u001b[31m.py", CODE);
      tree.write("in \n\n/ \n.py", CODE);
      tree.write("-rf.py", CODE);
      tree.write("quote\"back\\slash.py", CODE);
      tree.link("to", "line\nbreak.py");
    }
  },

  LONGEST_NAMES("x".repeat(252) + ".py") {
    @Override
    void make(Tree tree) throws IOException {
      tree.write("x".repeat(252) + ".py", CODE);
      tree.write("\u00ff".repeat(255) + "/" + "y".repeat(252) + ".py", CODE);
    }
  },

  DEEP("\u00ffdeep-down/".repeat(400) + "deep.py") {
    @Override
    void make(Tree tree) throws IOException {
      tree.write("\u00ffdeep-down/".repeat(400) + "deep.py", CODE);
      tree.write(("d".repeat(255) + "/").repeat(17) + "deep.py", CODE);
      tree.link("\u00ffdeep-down/".repeat(400) + "link", "deep.py");
    }
  },

  MODE_BITS("setuid.py") {
    @Override
    void make(Tree tree) throws IOException {
      tree.write("setuid.py", CODE);
      tree.write("sticky/a.py", CODE);
      tree.write("setgid/a.py", CODE);
      tree.at("setuid.py", file -> Files.setAttribute(file, "unix:mode", 04755));
      tree.at("sticky", file -> Files.setAttribute(file, "unix:mode", 01777));
      tree.at("setgid", file -> Files.setAttribute(file, "unix:mode", 02775));
    }

    @Override
    void change(Tree tree) throws IOException {
      tree.at("setuid.py", file -> Files.setAttribute(file, "unix:mode", 0755));
    }
  },

  LINKS("loop") {
    @Override
    void make(Tree tree) throws IOException {
      tree.write("a.py", CODE);
      tree.link("loop", "loop");
      tree.link("there", "back");
      tree.link("back", "there");
      tree.link("self", ".");
      tree.link("up", "..");
      tree.link("dangling.py", "nowhere//");
      tree.link("outside", "/etc/passwd");
    }

    @Override
    void change(Tree tree) throws IOException {
      tree.at("loop", Files::delete);
      tree.link("loop", "a.py");
    }
  },

  HARD_LINKS("one.py", "two.py") {
    @Override
    void make(Tree tree) throws IOException {
      tree.write("one.py", CODE);
      tree.at("one.py", one -> tree.at("two.py", two -> Files.createLink(two, one)));
    }
  },

  SPARSE("sparse") {
    @Override
    void make(Tree tree) throws IOException {
      tree.write("sparse", "begins");
      tree.at(
          "sparse",
          file -> {
            try (SeekableByteChannel hole = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
              hole.position(3 << 20).write(ByteBuffer.wrap(new byte[] {'e'}));
            }
          });
    }
  },

  EMPTY("empty.py") {
    @Override
    void make(Tree tree) throws IOException {
      tree.write("empty.py", "");
      tree.write("directory/file", "");
      tree.at("directory/file", Files::delete);
    }
  };

  private static final String CODE = "def f():\n    pass\n";

  private final ImmutableList<String> changed;

  /** Of a trap, and which paths differ after its change. */
  Trap(String... changed) {
    this.changed = ImmutableList.copyOf(changed);
  }

  /** Lays it in an empty directory. */
  abstract void make(Tree tree) throws IOException;

  /** Changes something, and no directory. */
  void change(Tree tree) throws IOException {
    tree.at(changed.get(0), file -> Files.writeString(file, "x", StandardOpenOption.APPEND));
  }

  ImmutableList<String> changed() {
    return changed;
  }

  /** A directory whose paths may have any bytes and any length. */
  record Tree(Path root) {
    /** What is done to a file. */
    interface Deed {
      void to(Path file) throws IOException;
    }

    /** Writes a file, in directories that it makes. */
    void write(String path, String content) throws IOException {
      at(path, file -> Files.writeString(file, content));
    }

    void link(String path, String target) throws IOException {
      RawPath raw = raw(path);
      try (Handle directory = directory(raw)) {
        directory.makeLink(raw.name(), target.getBytes(StandardCharsets.ISO_8859_1));
      }
    }

    void at(String path, Deed deed) throws IOException {
      RawPath raw = raw(path);
      try (Handle directory = directory(raw)) {
        deed.to(directory.child(raw.name()));
      }
    }

    private static RawPath raw(String latin) {
      return RawPath.of(latin.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Handle directory(RawPath path) throws IOException {
      Handle handle = Handle.of(root);
      List<byte[]> names = path.names();
      for (byte[] name : names.subList(0, names.size() - 1)) {
        try (Handle above = handle) {
          if (Files.notExists(above.child(name))) {
            Files.createDirectory(above.child(name));
          }
          handle = above.directory(name);
        }
      }
      return handle;
    }
  }
}
