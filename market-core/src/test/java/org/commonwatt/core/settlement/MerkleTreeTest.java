package org.commonwatt.core.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.commonwatt.audit.InclusionPath;
import org.commonwatt.model.Hash;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MerkleTreeTest {
  /** The eight entries with which Certificate Transparency's implementations are checked. */
  private static final List<String> ENTRIES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  @ParameterizedTest
  @CsvSource({
    "0, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "1, 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "2, fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "3, aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "4, d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "5, 4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "6, 76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "7, ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "8, 5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
  })
  void theKnownRootsAreFound(int count, String root) {
    List<byte[]> leaves = ENTRIES.subList(0, count).stream().map(HexFormat.of()::parseHex).toList();
    assertThat(MerkleTree.root(leaves)).isEqualTo(new Hash(root));
  }

  @Property(tries = 300)
  void theRootIsThatOfTheStackOfPerfectSubtrees(
      @ForAll @Size(min = 1, max = 70) List<byte[]> leaves) throws NoSuchAlgorithmException {
    assertThat(MerkleTree.root(leaves)).isEqualTo(rootByStack(leaves));
  }

  @Property(tries = 300)
  void thePathOfEveryLeafLeadsToTheRootAndThatOfAnotherDoesNot(
      @ForAll @Size(min = 1, max = 40) List<byte[]> leaves) {
    Hash root = MerkleTree.root(leaves);
    for (int i = 0; i < leaves.size(); i++) {
      Hash leaf = MerkleTree.root(List.of(leaves.get(i)));
      List<Hash> path = MerkleTree.path(leaves, i);
      assertThat(InclusionPath.head(leaf, i, leaves.size(), path)).isEqualTo(root);
      assertThat(InclusionPath.head(Hash.of(new byte[] {7}), i, leaves.size(), path))
          .isNotEqualTo(root);
    }
    assertThatThrownBy(() -> MerkleTree.path(leaves, leaves.size()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void aLeafIsNotMistakenForANode() {
    byte[] left = MerkleTree.root(List.of(new byte[] {1})).bytes();
    byte[] right = MerkleTree.root(List.of(new byte[] {2})).bytes();
    byte[] joined = new byte[64];
    System.arraycopy(left, 0, joined, 0, 32);
    System.arraycopy(right, 0, joined, 32, 32);
    assertThat(MerkleTree.root(List.of(joined)))
        .isNotEqualTo(MerkleTree.root(List.of(new byte[] {1}, new byte[] {2})));
  }

  /** Bottom up, as a log grows: subtrees of equal height merge, what is left merges at the end. */
  private static Hash rootByStack(List<byte[]> leaves) throws NoSuchAlgorithmException {
    List<byte[]> stack = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      stack.add(digest(0, leaves.get(i)));
      for (int n = i + 1; n % 2 == 0; n /= 2) {
        mergeTop(stack);
      }
    }
    while (stack.size() > 1) {
      mergeTop(stack);
    }
    return Hash.ofBytes(stack.get(0));
  }

  private static void mergeTop(List<byte[]> stack) throws NoSuchAlgorithmException {
    byte[] right = stack.remove(stack.size() - 1);
    byte[] left = stack.remove(stack.size() - 1);
    stack.add(digest(1, left, right));
  }

  private static byte[] digest(int prefix, byte[]... parts) throws NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update((byte) prefix);
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }
}
