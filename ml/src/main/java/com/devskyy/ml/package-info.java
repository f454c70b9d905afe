/// Models that DevSkyy Worker trains itself, their evaluation and their registry.
///
/// Here lives what every model shares: where training data may be read from ([DataRoot]), how the
/// caller's settings are checked ([Hyperparameters]), how progress is told ([TrainingProgress]) and
/// the two errors, one for the caller's mistakes ([InvalidInputException]) and one for damaged
/// model files ([CorruptModelException]). A model has a package of its own (`sentiment`) that
/// depends on this one and on nothing beside it; `registry` keeps trained models as versions and
/// depends on this one alone; `sample` writes the demonstration data. The module knows no engine,
/// no server and no store: `registry.ModelStore` is the seam that `tasks` implements. Nothing here
/// reads a wall clock, the environment or a network. Files are read under a [DataRoot] only.
@NullMarked
package com.devskyy.ml;

import org.jspecify.annotations.NullMarked;
