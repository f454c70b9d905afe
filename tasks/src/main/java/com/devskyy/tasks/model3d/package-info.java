/// `generate_3d`: start with [com.devskyy.tasks.model3d.Model3dTasks]. Made by Tripo where there
/// is a key ([com.devskyy.tasks.model3d.TripoModels]), else by the studio in the process
/// ([com.devskyy.tasks.model3d.LocalModels]).
@NullMarked
package com.devskyy.tasks.model3d;

import org.jspecify.annotations.NullMarked;
