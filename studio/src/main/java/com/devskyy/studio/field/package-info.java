/// Signed distance fields and the few shapes that garments are cut from. Metres; y up, z to the
/// front, x to the wearer's left. Depends on nothing.
@NullMarked
package com.devskyy.studio.field;

import org.jspecify.annotations.NullMarked;
