/// What services give back, looked at before it is believed: [com.devskyy.providers.asset.Glb]
/// reads a model, [com.devskyy.providers.asset.ImageInfo] the head of an image. Nothing here calls
/// anybody.
@NullMarked
package com.devskyy.providers.asset;

import org.jspecify.annotations.NullMarked;
