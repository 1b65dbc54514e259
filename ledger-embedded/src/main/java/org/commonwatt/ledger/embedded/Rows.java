package org.commonwatt.ledger.embedded;

import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.hyperledger.fabric.protos.peer.QueryResponseMetadata;
import org.hyperledger.fabric.shim.ledger.KeyModification;
import org.hyperledger.fabric.shim.ledger.KeyValue;
import org.hyperledger.fabric.shim.ledger.QueryResultsIterator;
import org.hyperledger.fabric.shim.ledger.QueryResultsIteratorWithMetadata;

/** Results of queries in the forms that contracts expect. */
final class Rows {
  private Rows() {}

  static KeyValue row(Map.Entry<String, Versioned> entry) {
    return new Row(entry.getKey(), entry.getValue().value().clone());
  }

  /** All rows of a query. */
  record Found<T>(List<T> rows) implements QueryResultsIterator<T> {
    @Override
    public Iterator<T> iterator() {
      return rows.iterator();
    }

    @Override
    public void close() {}
  }

  /** One page of rows, and where the next begins. */
  record Page<T>(List<T> rows, String bookmark) implements QueryResultsIteratorWithMetadata<T> {
    @Override
    public Iterator<T> iterator() {
      return rows.iterator();
    }

    @Override
    public QueryResponseMetadata getMetadata() {
      return QueryResponseMetadata.newBuilder()
          .setFetchedRecordsCount(rows.size())
          .setBookmark(bookmark)
          .build();
    }

    @Override
    public void close() {}
  }

  private record Row(String key, byte[] bytes) implements KeyValue {
    @Override
    public String getKey() {
      return key;
    }

    @Override
    public byte[] getValue() {
      return bytes;
    }

    @Override
    public String getStringValue() {
      return Bytes.text(bytes);
    }
  }

  /** A change of a key, as contracts see it. */
  record Change(WorldState.Modification of) implements KeyModification {
    @Override
    public String getTxId() {
      return of.transactionId();
    }

    @Override
    public byte[] getValue() {
      return of.value().clone();
    }

    @Override
    public String getStringValue() {
      return Bytes.text(of.value());
    }

    @Override
    public Instant getTimestamp() {
      return of.timestamp();
    }

    @Override
    public boolean isDeleted() {
      return of.deleted();
    }
  }
}
