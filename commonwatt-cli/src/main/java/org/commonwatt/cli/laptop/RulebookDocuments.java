package org.commonwatt.cli.laptop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.commonwatt.cli.UserError;
import org.commonwatt.cli.community.CommunityFile;
import org.commonwatt.model.Hash;

/**
 * The documents of a folder's rulebooks, each in a file named by its hash: the community file has
 * only the newest.
 */
public final class RulebookDocuments {
  private static final String FOLDER = "rulebooks";

  private final DataFolder data;

  /** Of a data folder. */
  public RulebookDocuments(DataFolder data) {
    this.data = data;
  }

  /**
   * Keeps what the community file says now, unless it is kept.
   *
   * @throws UserError when the file cannot be read, or nothing can be written
   */
  public void keep() {
    byte[] document = CommunityFile.document(data.communityFile());
    Path file = file(Hash.of(document));
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(data.part(FOLDER));
        Path whole = Files.write(file.resolveSibling(file.getFileName() + ".new"), document);
        Files.move(whole, file);
      }
    } catch (IOException e) {
      throw new UserError("cannot keep the rulebook's document: " + e.getMessage(), e);
    }
  }

  /**
   * The document of a hash, of the community file as it is now, too; empty when it is not kept.
   *
   * @throws UserError when it cannot be read
   */
  public Optional<byte[]> find(Hash hash) {
    byte[] current = CommunityFile.document(data.communityFile());
    if (Hash.of(current).equals(hash)) {
      return Optional.of(current);
    }
    try {
      Path file = file(hash);
      return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UserError("cannot read the rulebook's document: " + e.getMessage(), e);
    }
  }

  private Path file(Hash hash) {
    return data.part(FOLDER).resolve(hash.hex() + ".json");
  }
}
