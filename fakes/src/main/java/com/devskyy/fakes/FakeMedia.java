package com.devskyy.fakes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.devskyy.fakes.FakeServer.Answer;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The media library of [FakeWordPress]. Threads may share it.
public final class FakeMedia {
  private static final Pattern NAME = Pattern.compile("filename=\"?([^\";]+)\"?");
  private static final String FOLDER = "/wp-content/uploads/2026/11/";

  private final URI site;
  private final List<Item> items = new ArrayList<>();
  private boolean takesModels;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Item(
      long id,
      String fileName,
      String slug,
      String mediaType,
      String title,
      String altText,
      byte[] bytes) {}

  FakeMedia(URI site) {
    this.site = site;
  }

  /// Whether the plugin is there that allows `.glb`.
  public synchronized void takesModels(boolean takes) {
    takesModels = takes;
  }

  /// Names of the files that are there, in the order of their arrival.
  public synchronized List<String> fileNames() {
    return items.stream().map(Item::fileName).toList();
  }

  /// Whether it has a picture.
  synchronized boolean has(long id) {
    return items.stream().anyMatch(item -> item.id == id && item.mediaType.startsWith("image/"));
  }

  /// Puts a file there, as somebody else would.
  public synchronized long put(String fileName, String mediaType, byte[] bytes) {
    return store(fileName, mediaType, Map.of(), bytes).id;
  }

  synchronized String url(long id) {
    return items.stream().filter(item -> item.id == id).map(this::url).findFirst().orElse("");
  }

  synchronized String altText(long id) {
    return items.stream().filter(item -> item.id == id).map(Item::altText).findFirst().orElse("");
  }

  private String url(Item item) {
    return site + FOLDER + item.fileName;
  }

  /// A file, as anyone gets it.
  synchronized Answer file(String path) {
    return items.stream()
        .filter(item -> path.equals(FOLDER + item.fileName))
        .findFirst()
        .<Answer>map(
            item ->
                new Answer.Whole(200, Map.of("Content-Type", item.mediaType), item.bytes.clone()))
        .orElseGet(() -> Answer.page(404, "<h1>Not found</h1>"));
  }

  synchronized Answer answer(Call call, boolean mayUpload) {
    return switch (call.method()) {
      case "GET" -> page(call);
      case "POST" ->
          mayUpload
              ? upload(call)
              : Call.error(
                  401,
                  "rest_cannot_create",
                  "Sorry, you are not allowed to create posts as this user.");
      default -> Call.error(404, "rest_no_route", "No route was found.");
    };
  }

  private Answer page(Call call) {
    int size = call.number("per_page", 10);
    if (size < 1 || size > 100) {
      return Call.error(400, "rest_invalid_param", "Invalid parameter(s): per_page");
    }
    Optional<String> slug = Optional.ofNullable(call.query().get("slug"));
    Optional<String> words =
        Optional.ofNullable(call.query().get("search")).map(it -> it.toLowerCase(Locale.ROOT));
    List<Item> found =
        items.stream()
            .filter(item -> slug.isEmpty() || slug.get().equals(item.slug()))
            .filter(
                item ->
                    words.isEmpty()
                        || (item.title + " " + item.slug)
                            .toLowerCase(Locale.ROOT)
                            .contains(words.get()))
            .toList();
    int page = call.number("page", 1);
    int pages = (found.size() + size - 1) / size;
    if (page > Math.max(1, pages)) {
      return Call.error(
          400,
          "rest_post_invalid_page_number",
          "The page number requested is larger than the number of pages available.");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-WP-Total", "" + found.size());
    headers.put("X-WP-TotalPages", "" + pages);
    List<String> links = new ArrayList<>();
    String link = "<%s/wp-json/wp/v2/media?per_page=%d&page=%d>; rel=\"%s\"";
    if (page > 1) {
      links.add(link.formatted(site, size, page - 1, "prev"));
    }
    if (page < pages) {
      links.add(link.formatted(site, size, page + 1, "next"));
    }
    if (!links.isEmpty()) {
      headers.put("Link", String.join(", ", links));
    }
    return Answer.json(
        200, headers, found.stream().skip((page - 1L) * size).limit(size).map(this::json).toList());
  }

  private Answer upload(Call call) {
    if (call.body().length == 0) {
      return Call.error(400, "rest_upload_no_data", "No data supplied.");
    }
    Optional<String> name =
        call.header("Content-Disposition")
            .map(NAME::matcher)
            .filter(Matcher::find)
            .map(match -> match.group(1));
    if (name.isEmpty()) {
      return Call.error(
          400, "rest_upload_no_content_disposition", "No Content-Disposition supplied.");
    }
    if (!call.header("Content-MD5").orElse(md5(call.body())).equals(md5(call.body()))) {
      return Call.error(412, "rest_upload_hash_mismatch", "Content hash did not match expected.");
    }
    Optional<String> type = type(name.get(), call.body());
    if (type.isEmpty()) {
      return Call.error(
          500,
          "rest_upload_sideload_error",
          "Sorry, you are not allowed to upload this file type.");
    }
    Item item = store(name.get(), type.get(), call.query(), call.body());
    return Answer.json(201, Map.of(), json(item));
  }

  private Item store(String fileName, String mediaType, Map<String, String> query, byte[] bytes) {
    String unique = fileName;
    for (int n = 1; fileNames().contains(unique); n++) {
      unique = fileName.replaceFirst("(\\.[^.]*)$", "-" + n + "$1");
    }
    String title = query.getOrDefault("title", "");
    String name = title.isEmpty() ? unique.substring(0, unique.lastIndexOf('.')) : title;
    var item =
        new Item(
            17 + items.size(),
            unique,
            query.getOrDefault("slug", slug(name)),
            mediaType,
            title,
            query.getOrDefault("alt_text", ""),
            bytes.clone());
    items.add(item);
    return item;
  }

  /// As WordPress makes one of a title; accents and the like are beyond this.
  private static String slug(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
  }

  /// What a file is, if its bytes say the same as its name.
  private Optional<String> type(String fileName, byte[] bytes) {
    String head = new String(bytes, 0, Math.min(12, bytes.length), ISO_8859_1);
    String extension = fileName.substring(fileName.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return switch (extension) {
      case "png" -> Optional.of("image/png").filter(_ -> head.startsWith("\u0089PNG"));
      case "jpg", "jpeg" -> Optional.of("image/jpeg").filter(_ -> head.startsWith("\u00ff\u00d8"));
      case "webp" -> Optional.of("image/webp").filter(_ -> head.endsWith("WEBP"));
      case "glb" ->
          Optional.of("model/gltf-binary").filter(_ -> takesModels && head.startsWith("glTF"));
      default -> Optional.empty();
    };
  }

  private Map<String, Object> json(Item item) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", item.id);
    json.put("slug", item.slug());
    json.put("title", Map.of("rendered", item.title));
    json.put("source_url", url(item));
    json.put("mime_type", item.mediaType);
    json.put("alt_text", item.altText);
    json.put("media_details", Map.of("filesize", item.bytes.length));
    return json;
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
