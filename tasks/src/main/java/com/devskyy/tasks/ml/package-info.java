/// `ml_training` and `ml_prediction`: start with [com.devskyy.tasks.ml.MlTasks].
///
/// The models themselves are in the module `ml`, which knows no engine; here are their inputs,
/// results and handlers, and [com.devskyy.tasks.ml.StoredModels], which keeps model versions in
/// [com.devskyy.engine.Records] and their bytes in an [com.devskyy.engine.ArtifactStore].
@NullMarked
package com.devskyy.tasks.ml;

import org.jspecify.annotations.NullMarked;
