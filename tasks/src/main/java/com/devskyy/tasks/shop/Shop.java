package com.devskyy.tasks.shop;

import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.TaskContext;
import com.devskyy.providers.wordpress.MediaUpload;
import com.devskyy.providers.wordpress.ProductImage;
import com.devskyy.providers.wordpress.WooCommerce;
import com.devskyy.providers.wordpress.WordPress;
import com.devskyy.tasks.provider.Service;
import com.devskyy.tasks.provider.Shelf;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// The shop, as tasks see it. Threads may share it.
///
/// What a site refuses is a warning: a model that was paid for is not lost because a shop does
/// not take it. While a site is away or busy the task comes back, and spends no attempt.
public final class Shop {
  private final Optional<WordPress> library;
  private final Optional<WooCommerce> products;
  private final Service service;
  private final ArtifactStore artifacts;

  /// @param library takes files, where there is an application password
  /// @param products shows them, where there is a key
  /// @param artifacts where the files of a [Shelf] are
  public Shop(
      Optional<WordPress> library,
      Optional<WooCommerce> products,
      Service service,
      ArtifactStore artifacts) {
    this.library = library;
    this.products = products;
    this.service = service;
    this.artifacts = artifacts;
  }

  /// Shows a piece. May be repeated at any time.
  ///
  /// @param warnings what the shop refused is added, with the remedy
  public InShop show(TaskContext context, Piece piece, List<String> warnings) throws Exception {
    Optional<InShop.Item> picture = Optional.empty();
    if (piece.picture().isPresent()) {
      picture = stored(context, "picture", piece, piece.picture().get(), warnings);
    }
    // A model that anyone can get has no need of the library, which seldom takes one.
    Optional<String> address = lasting(piece.model());
    Optional<InShop.Item> model = Optional.empty();
    if (address.isEmpty()) {
      model = stored(context, "model", piece, piece.model(), warnings);
      address = model.map(InShop.Item::url);
    }
    return new InShop(picture, model, attached(context, piece, picture, address, warnings));
  }

  private Optional<InShop.Item> stored(
      TaskContext context, String what, Piece piece, Shelf.Kept file, List<String> warnings)
      throws Exception {
    if (library.isEmpty()) {
      return Optional.empty();
    }
    WordPress wordPress = library.get();
    try {
      return Optional.of(
          context.step(
              "shop " + what,
              InShop.Item.class,
              () -> {
                MediaUpload upload = upload(context, piece, file);
                context.progress(0.99, "uploading the %s to the shop".formatted(what));
                var media = service.call(() -> wordPress.upload(upload));
                return new InShop.Item(media.id(), media.url().toString());
              }));
    } catch (PermanentFailure e) {
      warnings.add("the shop has no %s: %s".formatted(what, e.getMessage()));
      return Optional.empty();
    }
  }

  private MediaUpload upload(TaskContext context, Piece piece, Shelf.Kept file) throws IOException {
    try (InputStream in = artifacts.open(file.sha256())) {
      return new MediaUpload(
          context.id().value(),
          in.readAllBytes(),
          file.mediaType(),
          file.name().substring(file.name().lastIndexOf('.') + 1),
          piece.title(),
          file.mediaType().startsWith("image/") ? piece.altText() : "");
    }
  }

  private Optional<Long> attached(
      TaskContext context,
      Piece piece,
      Optional<InShop.Item> picture,
      Optional<String> model,
      List<String> warnings)
      throws Exception {
    if (products.isEmpty() || piece.product().isEmpty()) {
      return Optional.empty();
    }
    long product = piece.product().get();
    List<ProductImage> images =
        picture.stream().map(item -> new ProductImage(item.id(), piece.altText())).toList();
    try {
      context.step(
          "shop product",
          Boolean.class,
          () -> service.call(() -> products.get().attach(product, images, model.map(URI::create))));
      return piece.product();
    } catch (PermanentFailure e) {
      warnings.add("product %d does not show it: %s".formatted(product, e.getMessage()));
      return Optional.empty();
    }
  }

  /// The address of a file if it is good for longer than a signature.
  private static Optional<String> lasting(Shelf.Kept file) {
    return Optional.of(file.url()).filter(url -> url.startsWith("https://") && !url.contains("?"));
  }
}
