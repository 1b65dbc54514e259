package org.commonwatt.log.codec;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.commonwatt.log.codec.proto.AlertProto;
import org.commonwatt.log.codec.proto.CommandProto;
import org.commonwatt.log.codec.proto.EventProto;
import org.commonwatt.log.codec.proto.ModelProto;
import org.commonwatt.log.codec.proto.ReadingProto;
import org.commonwatt.log.codec.proto.RecordProto;
import org.jspecify.annotations.Nullable;

/** Writes a record as hexadecimal text, one line a field, with what it means beside it. */
final class AnnotatedHex {

  private static final int COMMENT_COLUMN = 36;
  private static final Map<Integer, Descriptor> BODIES =
      Map.of(
          1, CommandProto.CommandFrame.getDescriptor(),
          2, RecordProto.EventFrame.getDescriptor(),
          3, ReadingProto.MeterReading.getDescriptor(),
          4, ReadingProto.ReadingTick.getDescriptor(),
          5, ModelProto.MeteredPosition.getDescriptor(),
          6, ReadingProto.RejectedReading.getDescriptor(),
          7, RecordProto.EngineKey.getDescriptor(),
          8, AlertProto.Alert.getDescriptor(),
          9, ReadingProto.SignedReading.getDescriptor());

  private final StringBuilder out = new StringBuilder();
  private int recordType;

  private AnnotatedHex() {}

  /** A record of the log. */
  static String ofRecord(byte[] bytes) {
    return of(bytes, RecordProto.LogRecord.getDescriptor());
  }

  /** An event as it stands in its frame. */
  static String ofEvent(byte[] bytes) {
    return of(bytes, EventProto.EventEnvelope.getDescriptor());
  }

  /** The bytes of such a text. */
  static byte[] parse(String text) {
    String digits =
        text.lines()
            .map(line -> line.contains("#") ? line.substring(0, line.indexOf('#')) : line)
            .collect(Collectors.joining())
            .replaceAll("\\s", "");
    return HexFormat.of().parseHex(digits);
  }

  private static String of(byte[] bytes, Descriptor type) {
    AnnotatedHex hex = new AnnotatedHex();
    try {
      hex.message(bytes, type, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return hex.out.toString();
  }

  private void message(byte[] bytes, Descriptor type, int depth) throws IOException {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    while (!in.isAtEnd()) {
      int start = in.getTotalBytesRead();
      int tag = in.readTag();
      FieldDescriptor field = type.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
      if (WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_VARINT) {
        String value = varint(in, field);
        line(bytes, start, in.getTotalBytesRead(), depth, field.getName() + " = " + value);
      } else {
        byte[] content = in.readByteArray();
        int contentStart = in.getTotalBytesRead() - content.length;
        Descriptor nested = nested(field);
        if (nested == null) {
          String value = field.getName() + " = " + text(field, content);
          line(bytes, start, in.getTotalBytesRead(), depth, value);
        } else {
          line(bytes, start, contentStart, depth, field.getName() + ": " + nested.getName());
          message(content, nested, depth + 1);
        }
      }
    }
  }

  /** The message inside a field, also where the schema says only that there are bytes. */
  private @Nullable Descriptor nested(FieldDescriptor field) {
    if (field.getType() == FieldDescriptor.Type.MESSAGE) {
      return field.getMessageType();
    }
    return switch (field.getFullName()) {
      case "commonwatt.log.v1.LogRecord.body" -> BODIES.get(recordType);
      case "commonwatt.log.v1.EventFrame.event" -> EventProto.EventEnvelope.getDescriptor();
      case "commonwatt.log.v1.SignedReading.reading" -> RecordProto.LogRecord.getDescriptor();
      default -> null;
    };
  }

  private String varint(CodedInputStream in, FieldDescriptor field) throws IOException {
    long raw = in.readRawVarint64();
    if (field.getFullName().equals("commonwatt.log.v1.LogRecord.type")) {
      recordType = (int) raw;
    }
    return switch (field.getType()) {
      case SINT32, SINT64 -> String.valueOf(CodedInputStream.decodeZigZag64(raw));
      case ENUM -> raw + " " + field.getEnumType().findValueByNumber((int) raw).getName();
      default -> String.valueOf(raw);
    };
  }

  private static String text(FieldDescriptor field, byte[] content) {
    return field.getType() == FieldDescriptor.Type.STRING
        ? '"' + new String(content, StandardCharsets.UTF_8) + '"'
        : content.length + " bytes";
  }

  private void line(byte[] bytes, int start, int end, int depth, String comment) {
    String hex = "  ".repeat(depth) + HexFormat.of().formatHex(bytes, start, end);
    out.append(hex).append(" ".repeat(Math.max(1, COMMENT_COLUMN - hex.length())));
    out.append("# ").append("  ".repeat(depth)).append(comment).append('\n');
  }
}
