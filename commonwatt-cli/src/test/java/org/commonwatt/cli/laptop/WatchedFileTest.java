package org.commonwatt.cli.laptop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchedFileTest {
  @TempDir private Path temp;

  @Test
  void everyNewContentIsToldOnceAndAMissingFileIsNoContent() throws Exception {
    Path file = Files.writeString(temp.resolve("f"), "one");
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (WatchedFile watched = new WatchedFile(file)) {
      watched.follow(Duration.ofMillis(5), () -> tell(file, told));
      Files.delete(file);
      Files.writeString(temp.resolve("g"), "two");
      Files.move(temp.resolve("g"), file);
      assertThat(told.poll(90, TimeUnit.SECONDS)).isEqualTo("two");
      Files.writeString(temp.resolve("g"), "three");
      Files.move(temp.resolve("g"), file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(told.poll(90, TimeUnit.SECONDS)).isEqualTo("three");
    }
    assertThat(told).isEmpty();
  }

  @Test
  void aChangeBetweenTheReadingAndTheFirstLookIsSeen() throws Exception {
    Path file = Files.writeString(temp.resolve("f"), "one");
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (WatchedFile watched = new WatchedFile(file)) {
      Files.writeString(file, "two");
      watched.follow(Duration.ofMillis(5), () -> tell(file, told));
      assertThat(told.poll(90, TimeUnit.SECONDS)).isEqualTo("two");
    }
  }

  @Test
  void whoCannotFollowAChangeIsToldOfTheNextAllTheSame() throws Exception {
    Path file = Files.writeString(temp.resolve("f"), "one");
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    Runnable fails =
        () -> {
          tell(file, told);
          throw new IllegalStateException("by the test");
        };
    try (WatchedFile watched = new WatchedFile(file)) {
      watched.follow(Duration.ofMillis(5), fails);
      for (String next : new String[] {"two", "three"}) {
        Files.writeString(temp.resolve("g"), next);
        Files.move(temp.resolve("g"), file, StandardCopyOption.REPLACE_EXISTING);
        assertThat(told.poll(90, TimeUnit.SECONDS)).isEqualTo(next);
      }
    }
  }

  private static void tell(Path file, BlockingQueue<String> told) {
    try {
      told.add(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
