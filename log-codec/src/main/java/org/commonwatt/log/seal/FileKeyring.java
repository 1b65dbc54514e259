package org.commonwatt.log.seal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Keys as files of a folder that only its owner may read. {@code participant-home-01.key} seals new
 * payloads; {@code participant-home-01.<key id>.retired} only opens old ones and is to be erased; a
 * key that was erased leaves a note, {@code participant-home-01.<key id>.erased}, so that its
 * payloads are known to be erased and not lost.
 *
 * <p>Files appear whole or not at all, and are forced to the disk. Thread-safe. Keys are cached
 * from their first use on: retire and erase only while no other process uses the folder.
 */
public final class FileKeyring implements Keyring {
  private static final String MAGIC = "commonwatt-key-1";
  private static final String KEY = ".key";
  private static final String RETIRED = ".retired";
  private static final String ERASED = ".erased";

  private final PrivateFolder folder;
  private final ConcurrentMap<String, SealKey> cached = new ConcurrentHashMap<>(); // by file

  /** The keys of a folder, which need not exist yet. */
  public FileKeyring(Path folder) {
    this.folder = new PrivateFolder(folder);
  }

  @Override
  public boolean seals() {
    return true;
  }

  @Override
  public @Nullable SealKey current(Subject subject) {
    String file = base(subject) + KEY;
    SealKey key = cached.get(file);
    if (key != null) {
      return key;
    }
    key = read(subject, folder.lines(file));
    if (key == null || isSpent(subject, key.id())) {
      return null;
    }
    cached.put(file, key);
    return key;
  }

  @Override
  public @Nullable SealKey find(Subject subject, String keyId) {
    SealKey key = current(subject);
    return key != null && key.id().equals(keyId)
        ? key
        : cached(subject, file(subject, keyId, RETIRED));
  }

  @Override
  public boolean isErased(Subject subject, String keyId) {
    return folder.exists(file(subject, keyId, ERASED));
  }

  /**
   * Makes a key for a subject that has none to seal with.
   *
   * @return the subject's key, new or old
   * @throws UncheckedIOException when it cannot be kept
   */
  public SealKey ensure(Subject subject, KeySource source) {
    SealKey existing = current(subject);
    if (existing != null) {
      return existing;
    }
    String file = base(subject) + KEY;
    try {
      removeLeftover(subject);
      int before = (int) retired().stream().filter(key -> key.subject().equals(subject)).count();
      before += (int) erased().stream().filter(key -> key.subject().equals(subject)).count();
      folder.writeNew(file, text(subject, source.newKey(subject, before)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep a key in " + folder, e);
    }
    SealKey made = current(subject); // another process may have been faster
    if (made == null) {
      throw new IllegalStateException("the key of " + subject + " vanished from " + folder);
    }
    return made;
  }

  /**
   * Retires a subject's key, if it has one: nothing new is sealed with it. May be repeated after a
   * crash at any point.
   *
   * @param marketMillis the market's clock
   * @throws IOException when the disk fails; repeat it then
   */
  public void retire(Subject subject, long marketMillis) throws IOException {
    List<String> lines = folder.lines(base(subject) + KEY);
    SealKey key = read(subject, lines);
    if (key != null) {
      String text = String.join("\n", lines) + "\n" + marketMillis + "\n";
      folder.writeNew(file(subject, key.id(), RETIRED), text);
    }
    folder.destroy(base(subject) + KEY);
    SealKey known = cached.remove(base(subject) + KEY);
    if (known != null) {
      // The same object goes on opening, so that an erasure finds it.
      cached.putIfAbsent(file(subject, known.id(), RETIRED), known);
    }
  }

  /** The keys that are retired and not erased yet, by name. */
  public List<RetiredKey> retired() {
    return folder.names(RETIRED).stream().filter(this::isWhole).map(this::readRetired).toList();
  }

  /**
   * Destroys a retired key: first the note that it was erased is on the disk, then the key is
   * overwritten and removed. May be repeated after a crash at any point.
   *
   * @param timeMillis when, UTC, milliseconds since the epoch
   * @throws IOException when the disk fails; repeat it then
   */
  public void erase(RetiredKey key, long timeMillis) throws IOException {
    folder.writeNew(
        file(key.subject(), key.keyId(), ERASED),
        key.subject() + "\n" + key.keyId() + "\n" + timeMillis + "\n");
    String file = file(key.subject(), key.keyId(), RETIRED);
    folder.destroy(file);
    forget(file);
  }

  /**
   * Ends what a crash has left half done: keys beside the place that they were to be written to,
   * keys that are retired or erased and seal on, and what {@link #erase} had overwritten only. Like
   * these, only while no other process uses the folder.
   *
   * @throws IOException when the disk fails; repeat it then
   */
  public void sweep() throws IOException {
    folder.sweep();
    for (String name : folder.names(RETIRED)) {
      if (!isWhole(name)) {
        folder.destroy(name);
      }
    }
    Set<Subject> subjects = new LinkedHashSet<>();
    retired().forEach(key -> subjects.add(key.subject()));
    erased().forEach(key -> subjects.add(key.subject()));
    for (Subject subject : subjects) {
      removeLeftover(subject);
    }
  }

  /** All keys that were erased, by name. */
  public List<ErasedKey> erased() {
    return folder.names(ERASED).stream().map(this::readErased).toList();
  }

  @Override
  public String toString() {
    return "keys in " + folder;
  }

  /** Destroys a file that would seal with a key that is spent, or has only zeros left. */
  private void removeLeftover(Subject subject) throws IOException {
    String file = base(subject) + KEY;
    // In this order: a file appears whole, so an empty one was not made a moment ago.
    boolean there = folder.exists(file);
    List<String> lines = folder.lines(file);
    SealKey key = read(subject, lines);
    if (there && (key == null || isSpent(subject, key.id()))) {
      folder.destroy(file);
      if (key == null || isErased(subject, key.id())) {
        forget(file);
      } else {
        cached.remove(file); // Retired: whoever has it may still open with it.
      }
    }
  }

  /** Takes a key away from everybody who got it here. */
  private void forget(String file) {
    SealKey known = cached.remove(file);
    if (known != null) {
      known.destroy();
    }
  }

  /** Whether a key may seal nothing any more. */
  private boolean isSpent(Subject subject, String keyId) {
    return folder.exists(file(subject, keyId, RETIRED)) || isErased(subject, keyId);
  }

  private @Nullable SealKey cached(Subject subject, String file) {
    SealKey known = cached.get(file);
    if (known != null) {
      return known;
    }
    SealKey read = read(subject, folder.lines(file));
    if (read != null) {
      cached.put(file, read);
    }
    return read;
  }

  /** The key of a file's lines; null when there is none, or only zeros that a crash left. */
  private @Nullable SealKey read(Subject subject, List<String> lines) {
    if (lines.isEmpty() || isWiped(lines)) {
      return null;
    }
    if (lines.size() < 3 || !lines.get(0).equals(MAGIC) || !lines.get(1).equals(subject + "")) {
      throw new IllegalStateException(
          "the key of " + subject + " in " + folder + " is damaged: restore it from a backup");
    }
    try {
      return SealKey.of(HexFormat.of().parseHex(lines.get(2)));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "the key of " + subject + " in " + folder + " is damaged: restore it from a backup", e);
    }
  }

  private boolean isWhole(String name) {
    return !isWiped(folder.lines(name));
  }

  private static boolean isWiped(List<String> lines) {
    return lines.size() == 1 && lines.get(0).chars().allMatch(c -> c == 0);
  }

  private RetiredKey readRetired(String name) {
    List<String> lines = folder.lines(name);
    try {
      Subject subject = Subject.parse(lines.get(1));
      String keyId = SealKey.of(HexFormat.of().parseHex(lines.get(2))).id();
      return new RetiredKey(subject, keyId, Long.parseLong(lines.get(3)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalStateException(folder.file(name) + " is damaged", e);
    }
  }

  private ErasedKey readErased(String name) {
    List<String> lines = folder.lines(name);
    try {
      return new ErasedKey(Subject.parse(lines.get(0)), lines.get(1), Long.parseLong(lines.get(2)));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IllegalStateException(folder.file(name) + " is damaged", e);
    }
  }

  private static String text(Subject subject, byte[] key) {
    return MAGIC + "\n" + subject + "\n" + HexFormat.of().formatHex(key) + "\n";
  }

  private static String file(Subject subject, String keyId, String end) {
    return base(subject) + "." + keyId + end;
  }

  private static String base(Subject subject) {
    return subject.kind().name().toLowerCase(Locale.ROOT) + "-" + subject.id();
  }
}
