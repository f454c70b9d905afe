package com.devskyy.tasks.model3d;

import com.devskyy.engine.ArtifactStore;
import com.devskyy.engine.PermanentFailure;
import com.devskyy.engine.TaskContext;
import com.devskyy.providers.wordpress.Media;
import com.devskyy.providers.wordpress.MediaUpload;
import com.devskyy.providers.wordpress.ProductImage;
import com.devskyy.providers.wordpress.WooCommerce;
import com.devskyy.providers.wordpress.WordPress;
import com.devskyy.tasks.provider.Service;
import com.devskyy.tasks.provider.Shelf;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts finished models into the shop: preview and GLB into the media library of WordPress, and
/// both at a product of WooCommerce where the input names one. Each may be repeated at any time,
/// so
/// that a worker may die anywhere. Threads may share it.
///
/// What the shop refuses for good is a warning in the result: the model itself is there.
public final class Shop {
  private final Service service;
  private final WordPress library;
  private final Optional<WooCommerce> products;
  private final ArtifactStore artifacts;

  /// What became of a model in the shop.
  ///
  /// @param modelUrl of the GLB there; else its own address, when the product was given that
  /// @param previewUrl of the preview there
  /// @param productId of the product that shows them
  /// @param refused what the shop did not take, each with what to do about it
  public record Published(
      Optional<String> modelUrl,
      Optional<String> previewUrl,
      Optional<Long> productId,
      List<String> refused) {}

  /// @param service by which the shop's troubles become the task's
  /// @param artifacts where the files are
  public Shop(
      Service service, WordPress library, Optional<WooCommerce> products, ArtifactStore artifacts) {
    this.service = service;
    this.library = library;
    this.products = products;
    this.artifacts = artifacts;
  }

  /// The same model, in the shop.
  Model3d publish(TaskContext context, Generate3d input, Model3d model) throws Exception {
    Published published =
        context.step("publish", Published.class, () -> published(context, input, model));
    return model.in(published);
  }

  private Published published(TaskContext context, Generate3d input, Model3d model)
      throws IOException, InterruptedException {
    List<String> refused = new ArrayList<>();
    Optional<Media> preview =
        model.previewUrl().isEmpty()
            ? Optional.empty()
            : uploaded(context, input, file(model, model.previewUrl().get()), refused);
    Optional<Media> glb = uploaded(context, input, file(model, model.modelUrl()), refused);
    Optional<URI> address =
        glb.map(Media::url)
            .or(() -> Optional.of(URI.create(model.modelUrl())).filter(Shop::isLasting));
    Optional<Long> product = attached(input, preview, address, refused);
    return new Published(
        address.map(URI::toString), preview.map(media -> media.url().toString()), product, refused);
  }

  private static Shelf.Kept file(Model3d model, String url) {
    return model.metadata().files().stream()
        .filter(file -> file.url().equals(url))
        .findFirst()
        .orElseThrow();
  }

  private Optional<Media> uploaded(
      TaskContext context, Generate3d input, Shelf.Kept kept, List<String> refused)
      throws IOException, InterruptedException {
    context.progress(0.98, "uploading " + kept.name());
    String title = input.productName().orElse(input.fileName());
    var upload =
        new MediaUpload(
            context.id().value(),
            bytes(kept),
            kept.mediaType(),
            kept.name().substring(kept.name().lastIndexOf('.') + 1),
            title,
            title + ", 3D preview");
    try {
      return Optional.of(service.call(() -> library.upload(upload)));
    } catch (PermanentFailure e) {
      refused.add("%s is not in the shop: %s".formatted(kept.name(), e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Long> attached(
      Generate3d input, Optional<Media> preview, Optional<URI> model, List<String> refused)
      throws InterruptedException {
    if (input.productId().isEmpty()) {
      return Optional.empty();
    }
    long product = input.productId().get();
    if (products.isEmpty()) {
      refused.add(
          "product %d does not show it: set WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET"
              .formatted(product));
      return Optional.empty();
    }
    List<ProductImage> images =
        preview.stream().map(media -> new ProductImage(media.id(), "")).toList();
    try {
      service.call(() -> products.get().attach(product, images, model));
      return Optional.of(product);
    } catch (PermanentFailure e) {
      refused.add("product %d does not show it: %s".formatted(product, e.getMessage()));
      return Optional.empty();
    }
  }

  private byte[] bytes(Shelf.Kept kept) throws IOException {
    try (InputStream in = artifacts.open(kept.sha256())) {
      return in.readAllBytes();
    }
  }

  /// A signed address would expire at the product.
  private static boolean isLasting(URI uri) {
    boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
    return web && uri.getRawQuery() == null;
  }
}
