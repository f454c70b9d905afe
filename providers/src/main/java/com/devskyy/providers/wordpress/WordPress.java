package com.devskyy.providers.wordpress;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.devskyy.providers.ProviderException;
import com.devskyy.providers.ProviderException.AnswerLost;
import com.devskyy.providers.ProviderException.Refused;
import com.devskyy.providers.ProviderException.Unavailable;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import tools.jackson.databind.JsonNode;

/// The media library of a WordPress site. Threads may share it.
public final class WordPress implements AutoCloseable {
  private static final Duration READ = Duration.ofSeconds(60);

  /// WordPress makes all sizes of a picture before it answers: seconds for each megapixel.
  private static final Duration UPLOAD = Duration.ofMinutes(3);

  private static final int UPLOADS_AT_ONCE = 2;

  private final Site site;
  private final Duration uploadLimit;
  private final Semaphore uploads = new Semaphore(UPLOADS_AT_ONCE);

  /// A site, with an application password of a user who may upload.
  public WordPress(ShopAccess access) {
    this(access, UPLOAD);
  }

  WordPress(ShopAccess access, Duration uploadLimit) {
    this.site = new Site(access);
    this.uploadLimit = uploadLimit;
  }

  /// Whether user and password are right and the user may upload: his name.
  ///
  /// @throws Refused saying what is wrong
  public String check() throws ProviderException, InterruptedException {
    JsonNode me =
        site.ask(site.request("wp/v2/users/me", "context=edit").build(), "asking who we are", READ);
    if (!me.path("capabilities").path("upload_files").asBoolean(false)) {
      throw new Refused(
          200,
          "no_upload_files",
          "the user %s may not upload files: give him the role author or higher"
              .formatted(me.path("name").asString("")));
    }
    return me.path("name").asString("");
  }

  /// Puts a file into the library, once: one of that name that is there already is the answer.
  /// May be repeated at any time.
  ///
  /// @throws Refused when the site will never take it, with what to do about it
  /// @throws ProviderException.RateLimited when the site asks for patience
  /// @throws Unavailable when another try may help
  public Media upload(MediaUpload upload) throws ProviderException, InterruptedException {
    uploads.acquire();
    try {
      Optional<Media> there = find(upload.slug());
      return there.isPresent() ? there.get() : send(upload);
    } finally {
      uploads.release();
    }
  }

  /// The file that has this name.
  public Optional<Media> find(String slug) throws ProviderException, InterruptedException {
    String what = "looking for " + slug;
    JsonNode found = askFreely(slug, what);
    return found.isArray() && !found.isEmpty()
        ? Optional.of(media(found.get(0), what))
        : Optional.empty();
  }

  private JsonNode askFreely(String slug, String what)
      throws ProviderException, InterruptedException {
    try {
      return site.ask(
          site.request("wp/v2/media", "per_page=1&slug=" + encoded(slug)).build(), what, READ);
    } catch (AnswerLost e) {
      throw new Unavailable(String.valueOf(e.getMessage()));
    }
  }

  private Media send(MediaUpload upload) throws ProviderException, InterruptedException {
    String what = "uploading " + upload.fileName();
    String query =
        // Without a slug of its own a file with a title is found by that, and not by its name.
        "slug=%s&title=%s&alt_text=%s"
            .formatted(encoded(upload.slug()), encoded(upload.title()), encoded(upload.altText()));
    var request =
        site.request("wp/v2/media", query)
            .header("Content-Type", upload.mediaType())
            .header(
                "Content-Disposition", "attachment; filename=\"%s\"".formatted(upload.fileName()))
            .header("Content-MD5", upload.md5())
            .POST(BodyPublishers.ofByteArray(upload.bytes()))
            .build();
    try {
      return media(site.ask(request, what, uploadLimit), what);
    } catch (AnswerLost e) {
      return foundAfter(upload, new Unavailable(String.valueOf(e.getMessage())));
    } catch (Refused e) {
      // A page in place of an answer: who knows what was done before it was made.
      if (e.code().equals(SiteErrors.PAGE)) {
        return foundAfter(upload, e);
      }
      throw e;
    }
  }

  /// @param otherwise what is thrown when the file is not there
  private Media foundAfter(MediaUpload upload, ProviderException otherwise)
      throws ProviderException, InterruptedException {
    Optional<Media> found;
    try {
      found = find(upload.slug());
    } catch (ProviderException e) {
      otherwise.addSuppressed(e);
      throw otherwise;
    }
    if (found.isEmpty()) {
      throw otherwise;
    }
    return found.get();
  }

  private static Media media(JsonNode body, String what) throws Refused {
    long id = body.path("id").asLong(0);
    String url = body.path("source_url").asString("");
    if (id <= 0 || url.isEmpty()) {
      throw new Refused(
          200, "no_media", what + ": the site answered with JSON that describes no file");
    }
    return new Media(
        id, body.path("slug").asString(""), URI.create(url), body.path("mime_type").asString(""));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  @Override
  public void close() {
    site.close();
  }
}
