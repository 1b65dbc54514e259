package org.commonwatt.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents by their hashes. */
class EvidenceStoreTest {
  private static final byte[] REPORT = "capacity 80 %".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void aDocumentIsThereUnderItsHashAndOnce() throws IOException {
    EvidenceStore store = store();
    assertThat(store.get(Hash.of(REPORT))).isEmpty();
    Hash hash = store.put(REPORT);
    assertThat(hash).isEqualTo(Hash.of(REPORT));
    assertThat(store.put(REPORT.clone())).isEqualTo(hash);
    assertThat(store().get(hash)).as("by another process").hasValue(REPORT);
    assertThat(files()).containsExactly(hash.hex());
  }

  @Test
  void whatWasChangedOnTheDiskIsNotGivenOut() throws IOException {
    Hash hash = store().put(REPORT);
    Path place = folder.resolve(hash.hex().substring(0, 2)).resolve(hash.hex());
    Files.writeString(place, "capacity 90 %");
    assertThatThrownBy(() -> store().get(hash))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was changed");
  }

  @Test
  void whatIsEmptyOrTooLongIsRefusedAndSoIsAllOnAFullDisk() throws IOException {
    assertThatThrownBy(() -> store().put(new byte[0])).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> store().put(new byte[EvidenceStore.MOST_BYTES + 1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store().put(new byte[EvidenceStore.MOST_BYTES])).isNotNull();
    assertThatThrownBy(() -> new EvidenceStore(folder, Long.MAX_VALUE).put(REPORT))
        .isInstanceOf(EvidenceStore.FullException.class);
    assertThat(store().get(Hash.of(REPORT))).isEmpty();
  }

  private EvidenceStore store() {
    return new EvidenceStore(folder, 0);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(path -> path.getFileName().toString()).toList();
    }
  }
}
