/// `fashn_tryon`: start with [com.devskyy.tasks.tryon.TryOnTasks]. Made by FASHN where there is a
/// key ([com.devskyy.tasks.tryon.FashnPictures]), else by the studio in the process.
@NullMarked
package com.devskyy.tasks.tryon;

import org.jspecify.annotations.NullMarked;
