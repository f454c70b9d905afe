/// Tripo3D, version 3 of its interface: text or an image becomes a textured GLB. Start with
/// [com.devskyy.providers.tripo.TripoClient].
///
/// A creation costs credits and has no idempotency key; what was created can be found again among
/// the account's usage, see [com.devskyy.providers.tripo.TripoClient#findCreated].
@NullMarked
package com.devskyy.providers.tripo;

import org.jspecify.annotations.NullMarked;
