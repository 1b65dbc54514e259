package org.commonwatt.benchmarks.book;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The books that are compared over the public workload do the same, and the right thing. */
class StreamsTest {
  @ParameterizedTest
  @CsvSource({
    "normal_seed7, 9d5365ada21fb77ceddc93eb04225f9e9c9297cdec579bc3c0fdb516ce720338",
    "swing-25_seed7, 80667eb6456ea59e38312f94991d688d417a2bd6829cbee21e338c3b89a194f8"
  })
  void bothBooksGiveThePublishedReport(String name, String hash) throws IOException {
    OrderStream stream =
        OrderStream.read(Path.of("../commonwatt-cli/src/test/resources/mebw", name + ".bin.gz"));
    StreamRecord record = new StreamRecord(stream);
    StreamBook own = new OwnStreamBook(stream, record);
    StreamBook plain = new TreeMapBook();
    for (int pass = 0; pass < 2; pass++) {
      own.reset();
      record.run(own);
      assertThat(record.hash()).isEqualTo(hash);
    }
    StreamRecord plainRecord = new StreamRecord(stream);
    plain.reset();
    plainRecord.run(plain);
    assertThat(plainRecord.hash()).isEqualTo(hash);
  }
}
