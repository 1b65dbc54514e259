package org.commonwatt.engine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A Green Button file, held against our schema of it and the rules that no schema tells. */
final class GreenButtonFile {
  private static final String ESPI = "http://naesb.org/espi";

  private final Document feed;

  /** Reads a file, which must keep the rules. */
  GreenButtonFile(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    feed = factory.newDocumentBuilder().parse(file.toFile());
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(
            Objects.requireNonNull(GreenButtonFile.class.getResource("/green-button/feed.xsd")))
        .newValidator()
        .validate(new DOMSource(feed));
    everyLinkLeadsSomewhere();
    everyReadingLiesInItsBlock();
  }

  private void everyLinkLeadsSomewhere() {
    Set<String> known = new HashSet<>(links("self"));
    assertThat(known).as("each resource once").hasSameSizeAs(links("self"));
    known.addAll(links("up"));
    assertThat(known).containsAll(links("related"));
  }

  private void everyReadingLiesInItsBlock() {
    for (Element block : all(feed.getDocumentElement(), "IntervalBlock")) {
      long start = number(block, "start");
      long end = start + number(block, "duration");
      for (Element period : all(block, "timePeriod")) {
        assertThat(number(period, "start")).isBetween(start, end - number(period, "duration"));
      }
    }
  }

  /** Values of a direction (1: taken from the grid, 19: fed in) with start and duration. */
  List<String> readings(int direction) {
    List<String> found = new ArrayList<>();
    boolean meant = false;
    for (Element content : all(feed.getDocumentElement(), "*")) {
      if (content.getLocalName().equals("flowDirection")) {
        meant = content.getTextContent().equals(String.valueOf(direction));
      }
      if (meant && content.getLocalName().equals("IntervalReading")) {
        found.add(
            "%d Wh in %d s from %d, quality %d"
                .formatted(
                    number(content, "value"),
                    number(content, "duration"),
                    number(content, "start"),
                    number(content, "quality")));
      }
    }
    return found;
  }

  private List<String> links(String rel) {
    NodeList links = feed.getElementsByTagName("link");
    List<String> found = new ArrayList<>();
    for (int i = 0; i < links.getLength(); i++) {
      Element link = (Element) links.item(i);
      if (link.getAttribute("rel").equals(rel)) {
        found.add(link.getAttribute("href"));
      }
    }
    return found;
  }

  private static List<Element> all(Element parent, String name) {
    NodeList nodes = parent.getElementsByTagNameNS(ESPI, name);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }

  private static long number(Element parent, String name) {
    return Long.parseLong(all(parent, name).get(0).getTextContent());
  }
}
