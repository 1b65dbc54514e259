package org.commonwatt.fabric.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where the parts of a network lie in its folder. */
record NetworkFiles(Path root) {
  Path ports() {
    return root.resolve("ports.properties");
  }

  Path crypto() {
    return root.resolve("crypto");
  }

  Path firstBlock() {
    return root.resolve("first-block.pb");
  }

  Path builder() {
    return root.resolve("builder");
  }

  /** While it exists, the network is to stop. */
  Path stopMark() {
    return root.resolve("stop");
  }

  Path lock() {
    return root.resolve("lock");
  }

  /** A process's own folder: its configuration, data and process id. */
  Path node(String name) {
    return root.resolve(name);
  }

  Path config(String node) {
    return node(node).resolve("config");
  }

  Path data(String node) {
    return node(node).resolve("data");
  }

  Path log(String node) {
    return root.resolve("logs").resolve(node + ".log");
  }

  Path ordererCrypto() {
    return crypto()
        .resolve("ordererOrganizations/ordering.commonwatt.test")
        .resolve("orderers/orderer.ordering.commonwatt.test");
  }

  Path organisation(Organisation organisation) {
    return crypto().resolve("peerOrganizations").resolve(organisation.domain());
  }

  Path peerCrypto(Organisation organisation) {
    return organisation(organisation).resolve("peers").resolve("peer." + organisation.domain());
  }

  Path adminMsp(Organisation organisation) {
    return organisation(organisation)
        .resolve("users")
        .resolve("Admin@" + organisation.domain())
        .resolve("msp");
  }

  /** Certificates that clients sign with. */
  Path clients(Organisation organisation) {
    return root.resolve("clients").resolve(organisation.id());
  }

  /** How the ledger's client reaches an organisation's peer. */
  Path connection(Organisation organisation) {
    return root.resolve("connection-" + organisation.id() + ".json");
  }

  /**
   * Writes private data collections, objects of JSON, as a definition of the chaincode names them.
   */
  Path writeCollections(List<String> collections) {
    Path file = root.resolve("collections.json");
    write(file, collections.stream().collect(Collectors.joining(",\n", "[", "]\n")));
    return file;
  }

  /** A path inside the folder as its files name it, short and readable. */
  String relative(Path path) {
    return root.relativize(path).toString();
  }

  /** The only file in a folder whose name Fabric's tools choose. */
  static Path only(Path folder) {
    try (Stream<Path> children = Files.list(folder)) {
      List<Path> found = children.toList();
      if (found.size() != 1) {
        throw new FabricException("expected one file in " + folder + ", found " + found.size());
      }
      return found.get(0);
    } catch (IOException e) {
      throw new FabricException("cannot look into " + folder, e);
    }
  }

  /** Writes a text, making its folder. */
  static void write(Path file, String text) {
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new FabricException("cannot write " + file, e);
    }
  }

  /** Writes a text that only this user may read. */
  static void writeSecret(Path file, String text) {
    try {
      Files.createDirectories(file.resolveSibling(""));
      Files.deleteIfExists(file);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new FabricException("cannot write " + file, e);
    }
  }

  /** Writes a file's content in base64 beside it, as secret as a key, and names that file. */
  static Path base64Of(Path file) {
    Path encoded = file.resolveSibling(file.getFileName() + ".base64");
    try {
      writeSecret(encoded, Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new FabricException("cannot read " + file, e);
    }
    return encoded;
  }
}
