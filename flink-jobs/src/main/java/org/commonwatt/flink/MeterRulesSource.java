package org.commonwatt.flink;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.connector.datagen.source.GeneratorFunction;
import org.apache.flink.streaming.api.datastream.BroadcastStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.commonwatt.flink.vee.RulesFile;
import org.commonwatt.flink.vee.RulesFileException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules file, read once a second and broadcast. The text travels as it is written; one that
 * cannot be used is told to the log, and the rules before it go on.
 */
final class MeterRulesSource implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(MeterRulesSource.class);

  /** The versions of the rules by the instant that they hold from. */
  static final MapStateDescriptor<Long, String> VERSIONS =
      new MapStateDescriptor<>("meter-rules", Types.LONG, Types.STRING);

  private final @Nullable String file;

  MeterRulesSource(@Nullable Path file) {
    this.file = file == null ? null : file.toAbsolutePath().toString();
  }

  /**
   * The text that a job starts with, empty without a file.
   *
   * @throws IOException when the file cannot be read
   * @throws RulesFileException when it cannot be used
   */
  String first() throws IOException {
    if (file == null) {
      return "";
    }
    String text = Files.readString(Path.of(file));
    RulesFile.parse(file, text);
    return text;
  }

  /** Rules hold no time back: what they are valid from says when they hold. */
  BroadcastStream<String> broadcast(StreamExecutionEnvironment environment) {
    return environment
        .fromSource(
            new DataGeneratorSource<>(
                new Reader(file), Long.MAX_VALUE, RateLimiterStrategy.perSecond(1), Types.STRING),
            WatermarkStrategy.forGenerator(context -> new NoTime()),
            "meter rules")
        .uid("meter-rules")
        .setParallelism(1)
        .broadcast(VERSIONS);
  }

  /** Reads the file; what is missing or wrong is an empty text. */
  static final class Reader implements GeneratorFunction<Long, String> {
    private static final long serialVersionUID = 1L;
    private final @Nullable String file;
    private String refused = "";

    Reader(@Nullable String file) {
      this.file = file;
    }

    @Override
    public String map(Long look) {
      if (file == null) {
        return "";
      }
      String text = "";
      try {
        text = Files.readString(Path.of(file));
        RulesFile.parse(file, text);
        refused = "";
        return text;
      } catch (RulesFileException e) {
        if (!refused.equals(text)) {
          LOG.error("the rules from before go on: {}", e.getMessage());
        }
        refused = text;
        return "";
      } catch (IOException e) {
        return ""; // as while an editor replaces it
      }
    }
  }

  private static final class NoTime implements WatermarkGenerator<String> {
    @Override
    public void onEvent(String text, long recordTimestamp, WatermarkOutput output) {
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.emitWatermark(Watermark.MAX_WATERMARK);
    }
  }
}
