/// Artifacts in a bucket that speaks S3: AWS itself, MinIO, Cloudflare R2, Ceph and their like.
/// [S3ArtifactStore] keeps the promises of `ArtifactStore` there; the folder is in the engine.
///
/// The only package that knows the AWS SDK, which costs hundreds of classes at its first use:
/// nothing of it is loaded before a bucket is configured. What a bucket does not do is a
/// [BucketException], which says what that means for a task. May use the engine.
@NullMarked
package com.devskyy.tasks.artifacts;

import org.jspecify.annotations.NullMarked;
