package com.devskyy.app.cli;

import com.devskyy.app.cli.DoctorCommand.Finding;
import com.devskyy.app.cli.DoctorCommand.Grade;
import com.devskyy.app.wiring.Product;
import com.devskyy.app.wiring.ShopSettings;
import com.devskyy.providers.ProviderException;
import com.devskyy.providers.wordpress.ShopAccess;
import com.devskyy.providers.wordpress.WordPress;
import com.devskyy.tasks.artifacts.Bucket;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `doctor` says of artifacts and of the shop. A bucket and a site that are set are asked.
final class OutsideExamination {
  /// Of no artifact: whether a bucket has it is asked to see whether the bucket answers.
  private static final String NOBODYS_KEY = "0".repeat(64);

  private final Product product;
  private final List<Finding> findings = new ArrayList<>();

  OutsideExamination(Product product) {
    this.product = product;
  }

  List<Finding> findings() {
    product
        .bucket()
        .ifPresentOrElse(
            this::bucket, () -> add(Grade.OK, "artifacts", "in " + product.artifactFolder()));
    var shop = new ShopSettings(product.settings());
    shop.library().ifPresent(this::library);
    shop.products()
        .ifPresent(
            access ->
                add(
                    Grade.OK,
                    "shop",
                    "products of %s show what names their product_id".formatted(access.site())));
    return findings;
  }

  private void bucket(Bucket bucket) {
    String links =
        bucket
            .publicUrl()
            .map(url -> "read by anyone at " + url)
            .orElse("links good for %d days".formatted(bucket.links().toDays()));
    try {
      product.artifacts().exists(NOBODYS_KEY);
      add(Grade.OK, "artifacts", "%s answers; %s".formatted(bucket, links));
    } catch (IOException e) {
      add(Grade.BAD, "artifacts", Problems.said(e));
    }
  }

  private void library(ShopAccess access) {
    try (var wordPress = new WordPress(access)) {
      add(Grade.OK, "shop", "%s takes uploads from %s".formatted(access.site(), wordPress.check()));
    } catch (ProviderException e) {
      add(Grade.BAD, "shop", Problems.said(e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if ("http".equals(access.site().getScheme())) {
      add(
          Grade.NOTE,
          "shop",
          "passwords travel readable to %s: use https".formatted(access.site()));
    }
  }

  private void add(Grade grade, String subject, String said) {
    findings.add(new Finding(grade, subject, said, Optional.empty()));
  }
}
