package org.commonwatt.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.cli.laptop.DataFolder;
import org.commonwatt.cli.laptop.RulebookDocuments;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulebookDocumentsTest {
  @TempDir private Path temp;

  @Test
  void theDocumentsOfFormerRulebooksAreKeptAndTheOneOfTodayIsFoundAnyhow() throws IOException {
    Path village = temp.resolve("village");
    assertThat(Commonwatt.run("init", village.toString())).isZero();
    try (DataFolder data = DataFolder.open(village)) {
      Path file = data.communityFile();
      RulebookDocuments documents = new RulebookDocuments(data);
      Hash first = hash(file);
      documents.keep();
      documents.keep();
      data.writeCommunity(Files.readString(file).replace("currency: USD", "currency: EUR"));
      Hash second = hash(file);
      assertThat(second).isNotEqualTo(first);
      for (Hash one : new Hash[] {first, second}) {
        assertThat(documents.find(one))
            .hasValueSatisfying(bytes -> assertThat(Hash.of(bytes)).isEqualTo(one));
      }
      assertThat(documents.find(Hash.ZERO)).isEmpty();
    }
  }

  private static Hash hash(Path community) {
    return CommunityFile.read(community).rulebook().documentHash();
  }
}
