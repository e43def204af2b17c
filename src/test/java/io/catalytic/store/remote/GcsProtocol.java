package io.catalytic.store.remote;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.catalytic.digest.Json;
import io.catalytic.store.remote.GcsObjects.Refused;
import io.catalytic.store.remote.GcsObjects.Stored;
import io.catalytic.store.remote.GcsObjects.Upload;
import io.catalytic.store.remote.GcsServer.Answer;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@link GcsServer} answers: objects.list, objects.get, objects.insert and objects.delete, as
 * Google describes them.
 *
 * @param objects what is there
 * @param pageSize objects of a page, unless fewer are asked for
 */
record GcsProtocol(GcsObjects objects, int pageSize) {
  private static final Pattern PATH =
      Pattern.compile("/((?:upload/|download/)?)storage/v1/b/([^/]+)/o(?:/([^/]+))?");
  private static final Pattern RANGE = Pattern.compile("bytes=([0-9]+)-([0-9]+)");
  private static final Pattern SENT = Pattern.compile("bytes ([0-9]+)-([0-9]+)/([0-9]+)");
  private static final int QUANTUM = 256 << 10;

  /** Gives a header of the request. */
  interface Headers extends Function<String, @Nullable String> {}

  Answer answer(
      String method, String path, Map<String, String> parameters, Headers headers, byte[] body) {
    Matcher matcher = PATH.matcher(path);
    if (!matcher.matches()) {
      throw new Refused(404, "Not Found"); // also where a slash of a name was not escaped
    }
    objects.requireBucket(matcher.group(2));
    String object = matcher.group(3) == null ? "" : decode(matcher.group(3));
    return switch (method + " " + matcher.group(1) + (object.isEmpty() ? "" : "o")) {
      case "GET " -> list(parameters);
      case "GET o" -> get(object, parameters);
      case "GET download/o" -> download(object, parameters, headers);
      case "DELETE o" -> delete(object, parameters);
      case "POST upload/" -> upload(parameters, headers, body);
      case "PUT upload/" -> resume(parameters, headers, body);
      default -> throw new Refused(405, "Method Not Allowed: " + method + " " + path);
    };
  }

  private static String decode(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), UTF_8);
  }

  private static void allow(Map<String, String> parameters, String... names) {
    if (!Set.of(names).containsAll(parameters.keySet())) {
      throw new Refused(400, "unknown parameters among " + parameters.keySet());
    }
  }

  private Answer list(Map<String, String> parameters) {
    allow(parameters, "prefix", "fields", "pageToken", "maxResults");
    NavigableMap<String, Stored> found = objects.listed(parameters.getOrDefault("prefix", ""));
    if (parameters.containsKey("pageToken")) {
      found = found.tailMap(parameters.get("pageToken"), false);
    }
    int most = Integer.parseInt(parameters.getOrDefault("maxResults", "1000"));
    ObjectNode page = Json.object();
    ArrayNode items = page.arrayNode();
    String last = "";
    for (Map.Entry<String, Stored> each : found.entrySet()) {
      if (items.size() == Math.min(most, pageSize)) {
        page.put("nextPageToken", last);
        break;
      }
      last = each.getKey();
      items.add(describe(last, each.getValue()));
    }
    if (!items.isEmpty()) {
      page.set("items", items); // Google leaves out what is empty
    }
    return Answer.json(200, Json.write(page));
  }

  /** A 64-bit number is a string there. */
  private static ObjectNode describe(String name, Stored stored) {
    return Json.object()
        .put("name", name)
        .put("size", Long.toString(stored.content().size()))
        .put("generation", Long.toString(stored.generation()))
        .put("timeCreated", stored.created().toString());
  }

  private Answer get(String name, Map<String, String> parameters) {
    allow(parameters, "fields");
    return Answer.json(200, Json.write(describe(name, objects.get(name))));
  }

  private Answer download(String name, Map<String, String> parameters, Headers headers) {
    allow(parameters, "alt", "generation");
    if (!"media".equals(parameters.get("alt"))) {
      throw new Refused(400, "alt must be media");
    }
    Stored stored = objects.get(name);
    String generation = Long.toString(stored.generation());
    if (!parameters.getOrDefault("generation", generation).equals(generation)) {
      throw new Refused(404, "No such object: " + name + "#" + parameters.get("generation"));
    }
    Matcher range = RANGE.matcher(header(headers, "Range"));
    if (!range.matches()) {
      throw new Refused(400, "this program always asks for a range");
    }
    long size = stored.content().size();
    long first = Long.parseLong(range.group(1));
    long last = Math.min(Long.parseLong(range.group(2)), size - 1);
    if (first >= size) {
      return Answer.empty(416, Map.of("Content-Range", "bytes */" + size));
    }
    byte[] bytes = new byte[(int) (last - first + 1)];
    stored.content().read(first, bytes, 0, bytes.length);
    return new Answer(
        206,
        Map.of(
            "Content-Type",
            "application/octet-stream",
            "Content-Range",
            "bytes " + first + "-" + last + "/" + size,
            "X-Goog-Generation",
            generation),
        "",
        new Chunk(bytes));
  }

  private Answer delete(String name, Map<String, String> parameters) {
    allow(parameters, "ifGenerationMatch");
    objects.delete(name, Long.parseLong(parameters.get("ifGenerationMatch")));
    return Answer.empty(204, Map.of());
  }

  private Answer upload(Map<String, String> parameters, Headers headers, byte[] body) {
    allow(parameters, "uploadType", "name", "fields");
    if (headers.apply("Content-Encoding") != null) {
      throw new Refused(400, "it would be kept in this encoding");
    }
    return switch (parameters.getOrDefault("uploadType", "")) {
      case "multipart" -> multipart(parameters, header(headers, "Content-Type"), body);
      case "resumable" -> begin(parameters, headers, body);
      default -> throw new Refused(400, "uploadType must be media, multipart or resumable");
    };
  }

  private Answer multipart(Map<String, String> parameters, String type, byte[] body) {
    Matcher boundary =
        Pattern.compile("multipart/related; *boundary=\"?([^\";]+)\"?").matcher(type);
    if (!boundary.matches()) {
      throw new Refused(400, "no multipart/related: " + type);
    }
    String text = new String(body, ISO_8859_1); // a byte a char
    String border = "--" + boundary.group(1);
    if (!text.startsWith(border + "\r\n") || !text.endsWith("\r\n" + border + "--\r\n")) {
      throw new Refused(400, "a malformed multipart body");
    }
    int second = text.indexOf("\r\n" + border + "\r\n");
    JsonNode metadata = parse(content(text.substring(border.length() + 2, second)));
    int end = text.length() - ("\r\n" + border + "--\r\n").length();
    byte[] media = content(text.substring(second + border.length() + 4, end)).getBytes(ISO_8859_1);
    String name = name(parameters, metadata);
    return stored(name, objects.put(name, media, crc(metadata)));
  }

  private static String content(String part) {
    int start = part.indexOf("\r\n\r\n");
    if (part.substring(0, start).toLowerCase(java.util.Locale.ROOT).contains("content-encoding")) {
      throw new Refused(400, "it would be kept in this encoding");
    }
    return part.substring(start + 4);
  }

  private static String name(Map<String, String> parameters, JsonNode metadata) {
    String name = metadata.path("name").asText();
    if (!parameters.getOrDefault("name", name).equals(name)) {
      throw new Refused(400, "two names");
    }
    return name;
  }

  private static @Nullable String crc(JsonNode metadata) {
    return metadata.path("crc32c").textValue();
  }

  private static JsonNode parse(String json) {
    try {
      return Json.parse(json);
    } catch (JsonProcessingException e) {
      throw new Refused(400, "Parse Error");
    }
  }

  private static Answer stored(String name, Stored stored) {
    return Answer.json(200, Json.write(describe(name, stored)));
  }

  private Answer begin(Map<String, String> parameters, Headers headers, byte[] body) {
    JsonNode metadata = parse(new String(body, UTF_8));
    long size = Long.parseLong(header(headers, "X-Upload-Content-Length"));
    String id = objects.begin(new Upload(name(parameters, metadata), crc(metadata), size));
    return Answer.empty(
        200,
        Map.of(
            "Location",
            "http://"
                + header(headers, "Host")
                + "/upload/storage/v1/b/bucket/o?uploadType=resumable&upload_id="
                + id));
  }

  private Answer resume(Map<String, String> parameters, Headers headers, byte[] body) {
    allow(parameters, "uploadType", "upload_id");
    Upload upload = objects.upload(parameters.getOrDefault("upload_id", ""));
    synchronized (upload) {
      String range = header(headers, "Content-Range");
      if (range.equals("bytes */" + upload.size) && body.length == 0) {
        return state(upload);
      }
      Matcher sent = SENT.matcher(range);
      if (!sent.matches() || Long.parseLong(sent.group(3)) != upload.size || upload.done) {
        throw new Refused(400, "Invalid Content-Range: " + range);
      }
      long first = Long.parseLong(sent.group(1));
      long last = Long.parseLong(sent.group(2));
      boolean ends = last == upload.size - 1;
      if (last - first + 1 != body.length || (!ends && body.length % QUANTUM != 0)) {
        throw new Refused(400, "a part of " + body.length + " bytes, called " + range);
      }
      if (first > upload.bytes.size()) {
        return Answer.error(503, "a gap after byte " + upload.bytes.size());
      }
      int known = upload.bytes.size() - (int) first; // what came before is left as it is
      upload.bytes.writeBytes(Arrays.copyOfRange(body, Math.min(known, body.length), body.length));
      return state(upload);
    }
  }

  private Answer state(Upload upload) {
    if (upload.bytes.size() == upload.size) {
      if (!upload.done) {
        objects.put(upload.name, upload.bytes.toByteArray(), upload.crc);
        upload.done = true;
      }
      return stored(upload.name, objects.get(upload.name));
    }
    Map<String, String> headers = new HashMap<>();
    if (upload.bytes.size() > 0) {
      headers.put("Range", "bytes=0-" + (upload.bytes.size() - 1));
    }
    return Answer.empty(308, headers);
  }

  private static String header(Headers headers, String name) {
    String value = headers.apply(name);
    return value == null ? "" : value;
  }
}
