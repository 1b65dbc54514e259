package org.commonwatt.engine.http;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A report that is valid against ACER's schema of Table 1. */
final class RemitFile {
  private final Document report;

  /** Reads a file, which must be valid. */
  RemitFile(Path file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    report = factory.newDocumentBuilder().parse(file.toFile());
    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(Objects.requireNonNull(RemitFile.class.getResource("/remit/REMITTable1_V3.xsd")))
        .newValidator()
        .validate(new DOMSource(report));
  }

  /** The texts of an element in each report of a kind. */
  List<String> values(String kind, String element) {
    List<String> found = new ArrayList<>();
    NodeList parents = report.getElementsByTagNameNS("*", kind);
    for (int i = 0; i < parents.getLength(); i++) {
      NodeList children = ((Element) parents.item(i)).getElementsByTagNameNS("*", element);
      for (int k = 0; k < children.getLength(); k++) {
        found.add(children.item(k).getTextContent());
      }
    }
    return found;
  }
}
