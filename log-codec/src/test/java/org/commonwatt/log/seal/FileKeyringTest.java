package org.commonwatt.log.seal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileKeyringTest {
  private static final Subject HOME = Subject.participant("home-01");
  private static final Subject METER = Subject.meter("home-01");

  @TempDir private Path folder;

  @Test
  void aKeyIsMadeOnceAndReadByOthers() {
    FileKeyring keyring = keyring();
    assertThat(keyring.current(HOME)).isNull();
    String id = keyring.ensure(HOME, KeySource.RANDOM).id();
    assertThat(keyring.ensure(HOME, KeySource.RANDOM).id()).isEqualTo(id);
    assertThat(keyring().ensure(HOME, KeySource.RANDOM).id()).isEqualTo(id);
    assertThat(keyring().find(HOME, id)).isNotNull();
    assertThat(keyring().find(HOME, "0".repeat(16))).isNull();
    assertThat(keyring.ensure(METER, KeySource.RANDOM).id()).isNotEqualTo(id);
  }

  @Test
  void onlyTheOwnerMayReadFolderAndKeys() throws IOException {
    keyring().ensure(HOME, KeySource.RANDOM);
    assertThat(mode(folder.resolve("keys"))).isEqualTo("rwx------");
    assertThat(mode(folder.resolve("keys/participant-home-01.key"))).isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
      assertThat(files).as("nothing temporary is left").hasSize(1);
    }
  }

  @Test
  void keysFromASeedAreTheSameInEveryRunAndNewAfterAnErasure() throws IOException {
    String first = keyring().ensure(HOME, KeySource.seeded("demo")).id();
    String other =
        new FileKeyring(folder.resolve("other")).ensure(HOME, KeySource.seeded("demo")).id();
    assertThat(other).isEqualTo(first);
    keyring().retire(HOME, 5);
    assertThat(keyring().ensure(HOME, KeySource.seeded("demo")).id()).isNotEqualTo(first);
  }

  @Test
  void aRetiredKeyOpensAndSealsNothingNew() throws IOException {
    FileKeyring keyring = keyring();
    String old = keyring.ensure(HOME, KeySource.RANDOM).id();
    keyring.retire(HOME, 1_234);
    assertThat(keyring.current(HOME)).isNull();
    assertThat(keyring.find(HOME, old)).isNotNull();
    assertThat(keyring.retired()).containsExactly(new RetiredKey(HOME, old, 1_234));
    String next = keyring.ensure(HOME, KeySource.RANDOM).id();
    assertThat(next).isNotEqualTo(old);
    assertThat(keyring().find(HOME, old)).isNotNull();
    assertThat(keyring().isErased(HOME, old)).isFalse();
  }

  @Test
  void anErasedKeyIsGoneAndKnownToBe() throws IOException {
    FileKeyring keyring = keyring();
    String id = keyring.ensure(HOME, KeySource.RANDOM).id();
    keyring.retire(HOME, 1);
    keyring.erase(keyring.retired().get(0), 99);
    assertThat(keyring.find(HOME, id)).isNull();
    assertThat(keyring().isErased(HOME, id)).isTrue();
    assertThat(keyring().isErased(METER, id)).isFalse();
    assertThat(keyring().erased()).containsExactly(new ErasedKey(HOME, id, 99));
    assertThat(keyring().retired()).isEmpty();
  }

  @Test
  void retiringAndErasingCanBeRepeatedFromWhereACrashLeftThem() throws IOException {
    String id = keyring().ensure(HOME, KeySource.RANDOM).id();
    Path key = folder.resolve("keys/participant-home-01.key");
    byte[] content = Files.readAllBytes(key);
    keyring().retire(HOME, 1);
    Files.write(key, content); // the retired copy was there, the key was not removed yet
    keyring().retire(HOME, 2);
    assertThat(key).doesNotExist();
    assertThat(keyring().retired()).containsExactly(new RetiredKey(HOME, id, 1));

    Files.write(key, new byte[content.length]); // overwritten, not removed yet
    assertThat(keyring().current(HOME)).isNull();
    assertThat(keyring().ensure(HOME, KeySource.RANDOM).id()).isNotEqualTo(id);

    RetiredKey retired = keyring().retired().get(0);
    Path file = folder.resolve("keys/participant-home-01." + id + ".retired");
    byte[] whole = Files.readAllBytes(file);
    keyring().erase(retired, 50);
    Files.write(file, whole); // the note was there, the key was not removed yet
    assertThat(keyring().find(HOME, id)).as("it opens as long as it is there").isNotNull();
    keyring().erase(retired, 60);
    assertThat(keyring().erased()).containsExactly(new ErasedKey(HOME, id, 50));
    Files.write(file, new byte[whole.length]);
    assertThat(keyring().retired()).isEmpty();
    keyring().sweep();
    assertThat(file).doesNotExist();
  }

  @Test
  void aKeyThatWasNotRemovedWhenItWasRetiredSealsNothingAndIsSwept() throws IOException {
    String id = keyring().ensure(HOME, KeySource.RANDOM).id();
    Path key = folder.resolve("keys/participant-home-01.key");
    byte[] content = Files.readAllBytes(key);
    keyring().retire(HOME, 1);
    Files.write(key, content); // killed before it was removed
    assertThat(keyring().current(HOME)).isNull();
    assertThat(keyring().find(HOME, id)).as("it opens what it sealed").isNotNull();
    keyring().sweep();
    assertThat(key).doesNotExist();
    assertThat(keyring().retired()).containsExactly(new RetiredKey(HOME, id, 1));

    Files.write(key, content);
    keyring().erase(keyring().retired().get(0), 2);
    assertThat(keyring().find(HOME, id)).as("erased is erased").isNull();
    assertThat(keyring().ensure(HOME, KeySource.RANDOM).id()).isNotEqualTo(id);
    Files.write(key, content);
    keyring().sweep();
    assertThat(key).doesNotExist();
  }

  @Test
  void anErasureTakesTheKeyAndItsCiphersFromThoseWhoHoldIt() throws IOException {
    Context place = Context.of("position", HOME).number(7);
    byte[] payload = {1, 2, 3};
    FileKeyring keyring = keyring();
    SealKey key = keyring.ensure(HOME, KeySource.RANDOM);
    byte[] sealed = key.seal(place, payload);
    keyring.retire(HOME, 1);
    assertThat(keyring.find(HOME, key.id())).as("still opens").isSameAs(key);
    assertThat(key.open(place, sealed)).isEqualTo(payload);
    assertThat(key.isDestroyed()).isFalse();
    keyring.erase(keyring.retired().get(0), 2);
    assertThat(key.isDestroyed()).isTrue();
    assertThatThrownBy(() -> key.open(place, sealed)).hasMessageContaining("was destroyed");
    assertThatThrownBy(() -> key.seal(place, payload)).hasMessageContaining("was destroyed");
    assertThatThrownBy(() -> key.secret(place)).hasMessageContaining("was destroyed");
    assertThat(key.isDestroyed()).as("a late use sets nothing up").isTrue();
    assertThat(keyring.find(HOME, key.id())).isNull();
  }

  @Test
  void aSweepLeavesTheKeysThatFollowedARetiredOne() throws IOException {
    keyring().ensure(HOME, KeySource.RANDOM);
    keyring().retire(HOME, 1);
    String next = keyring().ensure(HOME, KeySource.RANDOM).id();
    String meter = keyring().ensure(METER, KeySource.RANDOM).id();
    keyring().sweep();
    assertThat(requireNonNull(keyring().current(HOME)).id()).isEqualTo(next);
    assertThat(requireNonNull(keyring().current(METER)).id()).isEqualTo(meter);
  }

  @Test
  void copiesThatAKilledWriterLeftAsideAreDestroyed() throws IOException {
    String id = keyring().ensure(HOME, KeySource.RANDOM).id();
    Path key = folder.resolve("keys/participant-home-01.key");
    Path copy = Files.copy(key, folder.resolve("keys/writing1.tmp")); // before it was linked
    Path linked = Files.createLink(folder.resolve("keys/writing2.tmp"), key); // after it was
    Path content = Files.createLink(folder.resolve("its-bytes"), copy);
    keyring().sweep();
    assertThat(copy).doesNotExist();
    assertThat(Files.readAllBytes(content)).as("overwritten").containsOnly(0);
    assertThat(linked).doesNotExist();
    assertThat(requireNonNull(keyring().current(HOME)).id()).isEqualTo(id);
  }

  @Test
  void aKeyThatAnotherProcessMadeMeanwhileIsTaken() throws IOException {
    FileKeyring slow = keyring();
    List<String> others = new ArrayList<>();
    SealKey taken =
        slow.ensure(
            HOME,
            (subject, generation) -> {
              others.add(keyring().ensure(HOME, KeySource.RANDOM).id());
              return KeySource.RANDOM.newKey(subject, generation);
            });
    assertThat(others).containsExactly(taken.id());
    try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
      assertThat(files).as("nothing temporary is left").hasSize(1);
    }
  }

  @Test
  void aDamagedKeyIsAnErrorThatSaysWhatToDo() throws IOException {
    keyring().ensure(HOME, KeySource.RANDOM);
    Path key = folder.resolve("keys/participant-home-01.key");
    List<String> lines = Files.readAllLines(key);
    for (String damaged :
        List.of(
            "other\n" + lines.get(1) + "\n" + lines.get(2),
            lines.get(0) + "\nparticipant/home-02\n" + lines.get(2),
            lines.get(0) + "\n" + lines.get(1) + "\n" + lines.get(2).substring(2),
            lines.get(0))) {
      Files.writeString(key, damaged);
      assertThatThrownBy(() -> keyring().current(HOME)).hasMessageContaining("from a backup");
    }
  }

  @Test
  void subjectsAreReadAsTheyAreWritten() {
    assertThat(Subject.parse("meter/m-1")).isEqualTo(Subject.meter("m-1"));
    assertThat(Subject.parse(HOME.toString())).isEqualTo(HOME);
    for (String wrong : List.of("home-01", "house/home-01", "meter/", "meter/../x")) {
      assertThatThrownBy(() -> Subject.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private FileKeyring keyring() {
    return new FileKeyring(folder.resolve("keys"));
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
