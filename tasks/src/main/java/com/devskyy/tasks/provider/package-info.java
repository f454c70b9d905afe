/// What task types that call paid services share: [com.devskyy.tasks.provider.Service] pays once,
/// turns a service's errors into the engine's and keeps the whole fleet away from a service that
/// asks for patience; [com.devskyy.tasks.provider.Purchases] goes on with what was begun and
/// makes anew what came to nothing; [com.devskyy.tasks.provider.Shelf] keeps files and says where
/// they are.
@NullMarked
package com.devskyy.tasks.provider;

import org.jspecify.annotations.NullMarked;
