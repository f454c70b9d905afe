package com.devskyy.tasks.shop;

import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.Reconciliation;
import com.devskyy.engine.RetryAfter;
import com.devskyy.engine.TaskContext;
import com.devskyy.providers.wordpress.MediaUpload;
import com.devskyy.providers.wordpress.ProductImage;
import com.devskyy.providers.wordpress.WooCommerce;
import com.devskyy.providers.wordpress.WordPress;
import com.devskyy.tasks.provider.Service;
import com.devskyy.tasks.provider.Shelf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The shop, as tasks see it. Threads may share it.
///
/// What a site refuses is a warning: a model that was paid for is not lost because a shop does
/// not take it. While a site is away or busy the task comes back, and spends no attempt; after
/// [#PATIENCE] that is a warning, too.
public final class Shop {
  /// How long a task waits for a site in trouble. Restarts, updates and limits of requests take
  /// minutes; what takes longer, such as a firewall that blocks the workers, waits for a person,
  /// and tasks that waited with it would be lost after a day.
  static final Duration PATIENCE = Duration.ofMinutes(15);

  private final Optional<WordPress> library;
  private final Optional<WooCommerce> products;
  private final Service service;
  private final Shelf shelf;
  private final InstantSource clock;

  /// @param library takes files, where there is an application password
  /// @param products shows them, where there is a key
  /// @param shelf where a piece's files are
  /// @param clock that all workers agree on
  public Shop(
      Optional<WordPress> library,
      Optional<WooCommerce> products,
      Service service,
      Shelf shelf,
      InstantSource clock) {
    this.library = library;
    this.products = products;
    this.service = service;
    this.shelf = shelf;
    this.clock = clock;
  }

  /// Shows a piece. May be repeated at any time.
  ///
  /// @param warnings what the shop refused is added, with the remedy
  public InShop show(TaskContext context, Piece piece, List<String> warnings) throws Exception {
    var visit = new Visit(context, piece, warnings);
    Optional<InShop.Item> picture = Optional.empty();
    if (piece.picture().isPresent()) {
      picture = visit.stored("picture", piece.picture().get());
    }
    // A model that anyone can get has no need of the library, which seldom takes one.
    Optional<String> address = lasting(piece.model());
    Optional<InShop.Item> model = Optional.empty();
    if (address.isEmpty()) {
      model = visit.stored("model", piece.model());
      address = model.map(InShop.Item::url);
    }
    return new InShop(picture, model, visit.attached(picture, address));
  }

  /// Since when the site has been in trouble over a step.
  ///
  /// @param what its first answer, for people: what it says later may just be to come again
  record Trouble(Instant since, String what) {}

  /// One attempt to show a piece.
  private final class Visit {
    private final TaskContext context;
    private final Piece piece;
    private final List<String> warnings;
    private boolean over;

    Visit(TaskContext context, Piece piece, List<String> warnings) {
      this.context = context;
      this.piece = piece;
      this.warnings = warnings;
    }

    Optional<InShop.Item> stored(String what, Shelf.Kept file) throws Exception {
      if (library.isEmpty()) {
        return Optional.empty();
      }
      return done(
          "shop " + what,
          InShop.Item.class,
          "the shop has no " + what,
          () -> {
            MediaUpload upload = upload(context, piece, file);
            context.progress(0.99, "uploading the %s to the shop".formatted(what));
            var media = library.get().upload(upload);
            return new InShop.Item(media.id(), media.url().toString());
          });
    }

    Optional<Long> attached(Optional<InShop.Item> picture, Optional<String> model)
        throws Exception {
      if (products.isEmpty() || piece.product().isEmpty()) {
        return Optional.empty();
      }
      long product = piece.product().get();
      List<ProductImage> images =
          picture.stream().map(item -> new ProductImage(item.id(), piece.altText())).toList();
      return done(
              "shop product",
              Boolean.class,
              "product %d does not show it".formatted(product),
              () -> products.get().attach(product, images, model.map(URI::create)))
          .map(_ -> product);
    }

    /// A step at the site. It costs nothing and may be repeated; it is a paid call to the service
    /// in that it waits while the site needs rest, and says when it is well again.
    ///
    /// @param lack what is said when it was not to be had
    private <T> Optional<T> done(String step, Class<T> type, String lack, Service.Call<T> call)
        throws Exception {
      if (over) {
        return Optional.empty();
      }
      try {
        return Optional.of(
            service.payOnce(context, step, type, call::make, () -> new Reconciliation.NotDone<>()));
      } catch (PermanentFailure e) {
        warnings.add("%s: %s".formatted(lack, e.getMessage()));
      } catch (RetryAfter e) {
        warnings.add("%s: %s".formatted(lack, givenUp(step, e)));
        over = true;
      }
      return Optional.empty();
    }

    /// Why the site is left alone.
    ///
    /// @throws RetryAfter while there is hope
    private String givenUp(String step, RetryAfter trouble) throws Exception {
      String what = String.valueOf(trouble.getMessage());
      Trouble first =
          context.step(step + " trouble", Trouble.class, () -> new Trouble(clock.instant(), what));
      Duration left = Duration.between(clock.instant(), first.since().plus(PATIENCE));
      if (left.isPositive()) {
        throw new RetryAfter(
            trouble.delay().compareTo(left) < 0 ? trouble.delay() : left, trouble.type(), what);
      }
      return "the site was in trouble for %d minutes, and nothing more was tried there (%s); see that it answers the workers, which a firewall or security plugin may keep out, and add what is missing by hand: the result has all files"
          .formatted(PATIENCE.toMinutes(), first.what());
    }
  }

  private MediaUpload upload(TaskContext context, Piece piece, Shelf.Kept file) {
    try {
      return new MediaUpload(
          context.id().value(),
          shelf.read(file),
          file.mediaType(),
          file.name().substring(file.name().lastIndexOf('.') + 1),
          piece.title(),
          file.mediaType().startsWith("image/") ? piece.altText() : "");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "%s cannot be read: %s".formatted(file.name(), e.getMessage()), e);
    }
  }

  /// The address of a file if it is good for longer than a signature.
  private static Optional<String> lasting(Shelf.Kept file) {
    return Optional.of(file.url()).filter(url -> url.startsWith("https://") && !url.contains("?"));
  }
}
