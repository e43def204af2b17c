package io.catalytic.format;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParser;
import javax.xml.parsers.SAXParserFactory;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * XML by the JDK's own parser, whatever others the class path has. Documents may have a DOCTYPE and
 * entities of their own, within limits; nothing that lies elsewhere is opened.
 */
final class XmlReader implements FormatReader {
  /** How the JDK's messages start that tell of its limits. */
  private static final String LIMIT = "JAXP0001";

  /** Those of JDK 17, for all: others have other defaults. */
  private static final Map<String, String> LIMITS =
      Map.of(
          "jdk.xml.entityExpansionLimit", "64000",
          "jdk.xml.entityReplacementLimit", "3000000",
          "jdk.xml.totalEntitySizeLimit", "50000000",
          "jdk.xml.maxGeneralEntitySizeLimit", "0",
          "jdk.xml.maxParameterEntitySizeLimit", "1000000",
          "jdk.xml.elementAttributeLimit", "10000",
          "jdk.xml.maxOccurLimit", "5000",
          "jdk.xml.maxElementDepth", "0",
          "jdk.xml.maxXMLNameLimit", "1000");

  @Override
  public void read(String text, Faults faults, Values values) throws TooComplexException {
    try {
      parser().parse(new InputSource(new StringReader(text)), new Wellformedness());
    } catch (SAXParseException e) {
      String message = String.valueOf(e.getMessage());
      if (message.contains(LIMIT)) {
        throw new TooComplexException("it is beyond a limit: " + message);
      }
      boolean isPlaced = e.getLineNumber() > 0 && e.getColumnNumber() > 0;
      faults.add(message, isPlaced ? new Place(e.getLineNumber(), e.getColumnNumber()) : null);
    } catch (SAXException e) {
      faults.add(String.valueOf(e.getMessage()), null);
    } catch (IOException e) {
      throw new UncheckedIOException("a text in memory can always be read", e);
    }
  }

  private static SAXParser parser() {
    try {
      SAXParserFactory factory = SAXParserFactory.newDefaultInstance();
      factory.setNamespaceAware(true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
      factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
      factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
      SAXParser parser = factory.newSAXParser();
      parser.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      parser.setProperty(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      parser.setProperty("http://apache.org/xml/properties/locale", Locale.ENGLISH);
      for (Map.Entry<String, String> limit : LIMITS.entrySet()) {
        parser.setProperty(limit.getKey(), limit.getValue());
      }
      return parser;
    } catch (ParserConfigurationException | SAXException e) {
      throw new IllegalStateException("the JDK's XML parser can't be set up", e);
    }
  }

  /** Takes everything but what is fatal: whether a document is valid is for its DTD to say. */
  private static final class Wellformedness extends DefaultHandler {
    @Override
    public InputSource resolveEntity(String publicId, String systemId) {
      return new InputSource(new StringReader(""));
    }

    @Override
    public void fatalError(SAXParseException e) throws SAXException {
      throw e;
    }
  }
}
