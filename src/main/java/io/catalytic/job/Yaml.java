package io.catalytic.job;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.google.common.base.Splitter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/**
 * The part of YAML that a configuration needs: one document of mappings, lists and plain values.
 *
 * <p>Refused are a key given twice, aliases and what they could name (so nothing can grow), tags
 * (so nothing is ever constructed), and a second document. Errors give line and column.
 */
final class Yaml {
  private static final ObjectMapper MAPPER =
      new YAMLMapper(
          YAMLFactory.builder()
              .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
              .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
              .build());

  private Yaml() {}

  /** Returns the value of the one document. */
  static JsonNode parse(SpecFile file) throws SpecException {
    try {
      refuseWhatIsNotData(file);
      JsonNode node = MAPPER.readTree(file.text());
      if (node == null || node.isMissingNode() || node.isNull()) {
        throw new SpecException(file.name(), "", "holds no value; at least \"version: 1\" is due");
      }
      return node;
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
        Mark mark = marked.getProblemMark();
        throw fault(file, mark.getLine() + 1, mark.getColumn() + 1, problem(e));
      }
      throw fault(file, e.getLocation(), problem(e));
    } catch (IOException e) {
      throw new SpecException(file.name(), "", "cannot be read: " + e.getMessage());
    }
  }

  private static void refuseWhatIsNotData(SpecFile file) throws IOException, SpecException {
    try (JsonParser parser = MAPPER.createParser(file.text())) {
      int depth = 0;
      boolean ended = false;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (ended) {
          throw fault(
              file, parser.currentTokenLocation(), "a second document starts here; keep one");
        }
        if (parser.getObjectId() != null || ((YAMLParser) parser).isCurrentAlias()) {
          throw fault(
              file,
              parser.currentTokenLocation(),
              "anchors and aliases are not read; write it out");
        }
        if (parser.getTypeId() != null) {
          throw fault(file, parser.currentTokenLocation(), "tags (\"!\") are not read; remove it");
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        ended = depth == 0;
      }
    }
  }

  private static String problem(JsonProcessingException e) {
    // The YAML reader's own message quotes the file over several lines.
    String message = e.getOriginalMessage() == null ? "not YAML" : e.getOriginalMessage();
    return String.join(
        ", ",
        Splitter.on('\n')
            .trimResults()
            .omitEmptyStrings()
            .splitToStream(message)
            .filter(line -> !line.startsWith("in '") && !line.startsWith("^"))
            .limit(2)
            .toList());
  }

  private static SpecException fault(SpecFile file, @Nullable JsonLocation at, String message) {
    return at == null
        ? new SpecException(file.name(), "", message)
        : fault(file, at.getLineNr(), at.getColumnNr(), message);
  }

  private static SpecException fault(SpecFile file, int line, int column, String message) {
    return new SpecException(
        file.name(), "", "line " + line + ", column " + column + ": " + message);
  }
}
